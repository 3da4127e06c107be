### 评价

## 不能办的原因
ratings-token = 这个评价码不完整，请重新扫码。
ratings-station = 这个评价码不是这个站的。
ratings-score = 请选一项：1 到 5。
ratings-reason = 没有这个原因。
ratings-comment = 写得太长了，最多 500 字。
ratings-spent = 这个评价码已经用过了。
ratings-expired = 服务已过 7 天，不能再评价。
ratings-none = 还没有评价过。
ratings-too-many-held = 这个站等待服务记录的评价太多，请过一会儿再试。

## 评价页
ratings-title = 评价
ratings-ask = 这次服务，您满意吗？
ratings-choose = 选一项
ratings-reasons = 哪里好，哪里不好？
ratings-optional = 可以不选
ratings-more = 还想说几句
ratings-words = 写给站点
ratings-words-hint = 最多 500 字。手机号和证件号会被隐去。
ratings-on-behalf = 我替别人评价
ratings-send = 提交评价
ratings-promise = 不记名。站点只在攒够 5 条后才看到，上一级即时看到。{ $window }内可改。
ratings-thanks = 评价收到了，谢谢您
ratings-chosen = 您选了「{ $word }」。
ratings-window = 提交后{ $window }内可改、可撤回。
ratings-held-what = 站点的服务记录还没传到，传到后这条评价就计入。
ratings-change = 改评价
ratings-withdraw = 撤回评价
ratings-to-station = 看这个站
ratings-to-finder = 找翼站

## 不能评的时候
ratings-false = 这个码打不开评价
ratings-false-what = 可能没有扫完整，或者不是这个站的码。请再扫一次，或者请站上的人重新出码。
ratings-over = 这次服务已过 7 天
ratings-over-what = 评价码在服务后 7 天内有效。有话想说，可以打电话，或者下次到站再评。
ratings-done = 这次服务已经评价过了
ratings-done-what = 一个码只评一次，现在也不能再改了。谢谢您。
ratings-waiting = 评价收到了，谢谢您
ratings-waiting-what = 站点的服务记录还没传到，传到后这条评价就计入。现在不能再改了。
ratings-withdrawn = 评价已经撤回
ratings-withdrawn-what = 您说的话已经删除，不计入任何数字。

## 任务
job-ratings-erase-ties = 消除评价码与评价的联系
job-ratings-drop-held = 清理等不到服务记录的评价

## 评价的数字
ratings-of = { $unit }的评价
ratings-from = 从
ratings-to = 到
ratings-range = 就看这段
ratings-at-once = 您在上一级，评价即时看到；站点自己的人只在攒够 5 条后看到。
ratings-by-fives = 为了不让人认出是谁评的，这里只显示攒够 { $fewest } 条的评价，每满 { $fewest } 条或到月底更新一次。上一级即时看到全部。
ratings-count = 评价
ratings-pieces = { NUMBER($count) } 条
ratings-small = 样本不足
ratings-satisfaction = 满意率（%）
ratings-mean = 满意度（分）
ratings-invitation = 邀评率
ratings-invitation-of = 发出评价码 { NUMBER($part) } 个，服务 { NUMBER($whole) } 人次
ratings-response = 评价率
ratings-response-of = { NUMBER($part) } 条，发出 { NUMBER($whole) } 个
ratings-no-figure = 无记录
ratings-too-few = 评价还不到 { $fewest } 条，先不显示。
ratings-below = 下一级
ratings-ranked = 按满意率的可信下限（威尔逊区间）排；不到 { $small } 条的样本不足，不排名，放在最后。
ratings-unit = 单位
ratings-remarks = 大家说的
ratings-spoken-for = 代为评价

## 未获服务
ratings-unserved = 我没办成
ratings-unserved-ask = 是哪种情况？
ratings-unserved-closed = 到了没开门
ratings-unserved-refused = 不给办
ratings-unserved-empty = 东西没有了
ratings-unserved-words = 还想说的
ratings-unserved-send = 告诉上一级
ratings-unserved-promise = 不记名，不算进满意率，由上一级来看。
ratings-unserved-thanks = 知道了，谢谢您告诉我们
ratings-unserved-thanks-what = 已经记下，上一级会看到。让您白跑了，对不起。
ratings-unserved-why = 请选一种情况。
ratings-too-many-unserved = 这个站今天的反映太多了，请明天再试，或者打电话。
ratings-unserved-count = 未获服务
ratings-unserved-people = { NUMBER($count) } 人次
ratings-unserved-beside = 不算进满意率
ratings-poster = 「我没办成」海报
ratings-poster-title = 来了没办成？请告诉我们
ratings-poster-what = 没开门、不给办、东西没有了，扫一扫说一声。不记名，由上一级来看。
ratings-print = 打印

## 评价从哪里来
ratings-ways = 评价方式
ratings-way = 没有这种评价方式。
ratings-way-phone = 自己的手机
ratings-way-tablet = 柜台平板
