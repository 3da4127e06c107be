# The frame of every page.
web-skip = 跳到正文
web-demo = 演示数据，与真实单位无关
web-demo-label = 演示说明
web-ways = 主要去处
web-helpers = 帮手
web-work = 工作
web-menu = 菜单
web-mine = 我的
web-elder = 长辈版
web-standard = 标准版
web-this-language = 中文
web-sign-in = 登录
web-sign-out = 退出登录
web-back = 返回上一步
web-read-aloud = 读给我听
web-call = 打 { $number }
web-elder-offer = 字太小？换成长辈版，字大、按钮大，还能读给您听。
web-elder-yes = 换成长辈版
web-elder-no = 不用了
web-api = 开放接口
web-api-noscript = 接口说明要用脚本显示。机器可读的全文在这里：
web-organizer = 主办单位：{ $value }
web-icp = ICP备案：{ $value }
web-police = 公安备案：{ $value }
web-app-filing = APP备案：{ $value }
web-request-id = 求助时请报这个编号：{ $id }

# Titles of errors, by status.
web-status-400 = 这个请求没看懂
web-status-401 = 请先登录
web-status-403 = 这件事您不能办
web-status-404 = 没有这个页面
web-status-405 = 这里不能这样办
web-status-408 = 传得太慢，已经断开
web-status-409 = 和已有的内容对不上
web-status-410 = 已经过期
web-status-412 = 内容已被别人改过
web-status-413 = 内容太大
web-status-415 = 这种格式收不了
web-status-422 = 有内容要改一下
web-status-428 = 缺少版本号
web-status-429 = 太频繁了，歇一会儿
web-status-500 = 我们这边出了问题
web-status-503 = 现在人多，请稍等

# What to do about them.
web-advice-401 = 登录以后会回到这一页。
web-advice-403 = 需要的话，请您的主管给您加上权限。
web-advice-404 = 可能是地址输错了，也可能已经撤下。可以返回上一步，或者从首页找。
web-advice-413 = 请分成几份再传。
web-advice-429 = 过几分钟再试，已填的内容不会丢。
web-advice-500 = 已经记下来了。请稍后再试一次；还不行就打电话，报下面的编号。
web-advice-503 = 几秒钟后再试一次，刚才没有办成的不会重复。
web-advice-other = 请返回上一步，改好以后再试。

# Refusals of every route.
request-sign-in-first = 这里要先登录。
request-bad-credentials = 访问凭证不对、过期或已撤销。
request-cross-site = 这个操作是从别的网站发来的，没有执行。
request-busy = 正在处理的太多，这一次没有办。
request-internal = 出了意外，这一次没有办成。
request-not-found = 找不到要看的内容。
request-method = 这个地址不支持这种操作。
request-malformed = 发来的内容格式不对，读不出来。
request-content-type = 内容类型不对，请按接口说明发送。
request-too-large = 内容超过了这里收的大小。
request-too-slow = 内容没有在时限内传完。
request-invalid = 有几处要改。
request-missing = 这一项要填。
request-wrong-type = 这一项的写法不对。
request-limit = 每页条数是 1 到 200。
request-cursor = 翻页位置不对，请从第一页开始。
