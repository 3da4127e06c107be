# 角色
role-ambassador = 爱心大使
role-supervisor = 主管
role-integration = 系统对接
role-administrator = 系统管理员
role-security = 安全管理员
role-auditor = 审计员
org-role-at = { $role } · { $unit }

# 菜单
org-menu-admin = 管理总览
org-menu-accounts = 账号与权限
org-menu-people = 人员与权限
org-menu-tokens = 服务令牌
org-menu-work = 回到工作台

# 登录
org-sign-in-title = 登录工作台
org-no-sign-in = 这些都不用登录
org-sign-in-for = 登录是给爱心大使、主管和管理人员用的。
org-login = 账号
org-login-hint = 手机号、工号或单位给您的账号
org-login-rules = 2 到 64 个字，可用字母、数字、汉字和 . _ -
org-password = 密码
org-keep = 这台设备只有我用，记住 30 天
org-sign-in-act = 登录
org-sign-out = 退出登录
org-sign-in-wrong = { $tries ->
    [0] 账号和密码对不上。请过 { $minutes } 分钟再试；想不起来，点下面「登录不了？」。
   *[other] 账号和密码对不上。再试 { $tries } 次后会停 { $minutes } 分钟；想不起来，点下面「登录不了？」。
    }
org-sign-in-resting = 试的次数多了，为了账号安全先停一停。请 { $minutes } 分钟后再登录，或者请主管重设密码。
org-cannot-sign-in = 登录不了？
org-cannot-ambassador = 大使：请区县主管给您重设密码，当面就能办。
org-cannot-supervisor = 主管：请上一级主管或安全管理员重设。
org-cannot-call = 都找不到：打 { $number }，说「翼站登录」。

# 密码
org-password-title = 修改密码
org-password-first = 这个密码是别人给您的。请先换成只有您知道的，再开始工作。
org-password-old = 现在的密码
org-password-new = 新密码
org-password-again = 再输一遍新密码
org-password-rules = 至少 { $fewest } 个字，汉字、字母、数字都可以；一句只有您知道的话最好记
org-password-act = 换成新密码
org-password-sessions = 换好以后，其他设备上的登录会退出。
org-password-done = 密码换好了，其他设备上的登录已经退出。
org-go-on = 继续

# 两步验证
org-code-title = 输入动态码
org-code = 动态码
org-code-hint = 验证器显示的 6 位数字，30 秒换一次
org-code-act = 继续
org-code-lost = 手机不在身边？
org-code-wrong = { $tries ->
    [0] 动态码不对，或者已经用过。请过 { $minutes } 分钟再试。
   *[other] 动态码不对，或者已经用过。请等下一个再输；再试 { $tries } 次后会停 { $minutes } 分钟。
    }
org-code-resting = 试的次数多了，为了账号安全先停一停。请 { $minutes } 分钟后再试。
org-code-none = 恢复码也找不到：请上一级主管或安全管理员重设您的两步验证。
org-recovery = 恢复码
org-recovery-hint = 设置两步验证时记下的，每个只能用一次
org-recovery-act = 用恢复码继续
org-recovery-what = 手机丢了或换了，用恢复码也能登录。每个只能用一次。
org-recovery-once = 恢复码只在这一页显示。请现在抄下或打印，和手机分开放。
org-recovery-kept = 记好了，去工作
org-factor-title = 两步验证
org-factor-fixed = 演示账号只用密码。
org-factor-first = 您的权限能看到不止一个站，登录要多一道动态码，别人知道了密码也进不来。设好再开始工作，大约两分钟。
org-factor-app = 手机上装一个验证器，用惯的就行，例如微软或谷歌的身份验证器。
org-factor-scan = 在验证器里点「添加」，扫这个码：
org-factor-qr = 给验证器扫的二维码；扫不了，用下面的密钥。
org-factor-here = 验证器就在这台设备上
org-factor-typed = 扫不了？手工输入密钥：
org-factor-then = 把验证器显示的 6 位数字填在这里：
org-factor-act = 设好了
org-factor-done = 两步验证设好了。从现在起，登录要输动态码。
org-factor-since = { $when } 设置，登录要输动态码
org-factor-needed = 您的权限需要它
org-factor-free = 没有设置；可以不设，设了更安全
org-factor-begin = 设置
org-factor-change = 管理
org-factor-codes-left = 恢复码还剩 { $count } 个。
org-factor-renew = 换一组恢复码
org-factor-move = 换一部手机
org-factor-move-what = 两样都要先输一次现在的动态码或恢复码。换手机会退出其他设备，接着在新手机上设置。
org-factor-reset = 重设两步验证
org-factor-reset-what = 手机和恢复码都丢了（{ $when } 设置的）：先核实是本人。重设以后已有的登录马上退出，下次登录重新设置。

# 我的账号
org-menu-account = 我的账号
org-own-title = 我的账号
org-own-safe = 登录安全
org-own-fixed = 演示账号，不能改
org-own-back = 回到我的账号
org-sessions = 登录中的设备
org-sessions-what = 有不认识的，或者设备丢了，就在这里退出，并换掉密码。
org-sessions-lost = 平板或手机丢了：在这里退出那一台，马上生效。
org-sessions-end-others = 退出其他所有设备
org-sessions-end-all = 退出所有设备
org-session-unknown = 认不出的设备
org-session-line = { $since } 登录，最近使用 { $seen }
org-session-waiting = 密码对了，还没输动态码
org-devices = 在本站登录的设备
org-devices-lost = 在本站服务的人登录了哪些设备。平板或手机丢了：在这里退出那一台，马上生效。
org-devices-none = 在本站服务的人都没有登录。

# 为什么查看个人资料
org-purpose-title = 为什么要看{ $name }的资料？
org-purpose-what = 个人资料只给需要的人看。您选的原因会记入审计，15 分钟内不再询问。
org-purpose-other = 其他原因
org-purpose-go-on = 继续
org-purpose-missing = 请用几个字说明原因。
org-purpose-too-long = 最多 200 个字。
org-session-own = 这台设备
org-session-end = 退出

# 管理总览
org-admin-title = 管理总览
org-my-roles = 您的权限
org-admin-figures = 账号和令牌的数目
org-admin-work = 可以办的事
org-accounts-open = 在用账号
org-accounts-closed = 另有 { $count } 个已停用
org-accounts-waiting = 还没换首次密码
org-accounts-waiting-note = 换了才能开始工作
org-tokens-live = 有效令牌
org-tokens-note = 给对接系统用的

# 账号
org-accounts-title = 账号与权限
org-accounts-search = 姓名或账号
org-search = 查找
org-accounts-none = 没有账号
org-accounts-none-first = 这里还没有人。用右上角的按钮，给第一位同事开通。
org-accounts-none-found = 没有找到「{ $words }」。换个写法，或者只输一部分。
org-account-new = 新建账号
org-people-title = 人员与权限
org-person-new = 添加人员
org-own-units = 您的单位
org-account-create = 建账号并给密码
org-name = 姓名
org-name-hint = 页面上显示的名字
org-role = 角色
org-unit = 单位或站点
org-unit-hint = 单位编号（如 440305）或站号（如 440305-00121）
org-from = 从哪天起
org-from-hint = 不填就是今天
org-to = 到哪天止
org-to-hint = 不填就一直有效
org-state = 状态
org-roles-today = 今天的权限
org-no-roles = 没有
org-in-use = 在用
org-waiting = 待换首次密码
org-closed = 已停用
org-closed-since = { $when } 停用
org-pages = 翻页
org-next = 下一页
org-crumbs = 所在位置
org-acts = 操作
org-password-will-show = 密码由系统生成，下一步给您看一次，请转告本人；本人第一次登录时要换掉。
org-given-title = 账号和密码
org-given-new = { $name }的账号建好了
org-given-reset = { $name }的密码重设了
org-given-once = 密码只在这一页显示，离开就看不到了。请现在转告本人，不要发在群里。
org-given-next = 本人用它登录后，要先换成自己的密码。
org-given-on = 看这个账号
org-account-line = 账号 { $login }，{ $when } 建立
org-held = 权限和值守
org-held-none = 还没有任何权限，登录后什么也做不了。在下面给一项。
org-what = 角色和地方
org-lasting = 一直有效
org-ended = 已结束
org-take-back = 收回
org-end-post = 结束值守
org-give = 给一项权限
org-give-act = 给这项权限
org-delegated = 委托
org-delegate-way = 把我的权限委托给这位同事几天
org-delegate-title = 委托
org-delegate-to = 委托给{ $name }
org-delegate-what = 您自己的权限还在，这位同事在这几天里也能办同样的事；到期自动结束，您也可以随时收回。最多 { $most } 天，不能再转委托。
org-delegate-source = 委托哪一项
org-delegate-to-hint = 必填，到这天结束为止
org-delegate-act = 委托
org-delegate-nothing = 您没有可以委托的权限
org-delegate-nothing-why = 只能委托上级直接给您的主管权限；别人委托给您的，不能再转委托。
org-account-acts = 账号
org-reset = 重设密码
org-reset-what = 忘了密码：生成一个新的，已有的登录马上退出。
org-close = 停用
org-close-what = 离开了：马上退出登录，权限、委托和值守都结束，由其建的令牌收回。
org-reopen = 恢复使用
org-reopen-what = 恢复以后，用原来的密码登录；权限要重新给。

# 令牌
org-tokens-title = 服务令牌
org-tokens-what = 别的系统凭令牌调用接口。令牌只在建立时显示一次，系统里只存摘要。
org-tokens-none = 还没有令牌
org-tokens-none-first = 要让别的系统连进来，就在下面建一个。
org-token-label = 用途
org-token-label-hint = 哪个系统、哪台设备用，最多 60 个字
org-made = 建立
org-token-until = 有效到 { $when }
org-token-lasting = 一直有效
org-token-expired = 已过期
org-token-revoked = 已收回
org-token-new = 新建令牌
org-token-days = 有效天数
org-token-days-hint = 1 到 3,650，不填就一直有效
org-token-create = 建令牌
org-token-made = 令牌建好了
org-token-once = 令牌只在这一页显示，离开就看不到了。请现在存到要用它的系统里。
org-token-on = 存好了，回到列表

# 归属调整
org-reparenting = 归属调整
org-reparenting-of = { $unit } · 归属调整
org-stands-below = 现在归{ $unit }。
org-reparenting-parent = 改归哪个单位
org-reparenting-parent-hint = 单位编号，比如 440100；要在您管的范围里
org-reparenting-from = 从哪天起
org-reparenting-from-hint = 今天或以后，整天算
org-reparenting-foresee = 先看看会怎样
org-reparenting-order = 就这样调整
org-reparenting-other = 换一个单位或日子
org-reparenting-above = 这个单位的归属由上级主管调整。
org-foreseen = { $unit }从{ $day }起改归{ $parent }
org-foreseen-reach = 一起调整的有 { $stations } 个站、{ $people } 位同事。站号、记录和权限都不变。
org-foreseen-past = 以前的记录按当时仍算在{ $before }，按当前归属算到新单位。
org-foreseen-today = 今天已经记下的也算到新单位；今天开始就不能撤回了，可以再调整一次。
org-foreseen-later = 到那天零点自动生效，在那之前随时可以撤回。
org-foreseen-scope = 生效后由{ $parent }的主管管理，{ $before }的主管不再看到。
org-moves = 已经排定和做过的调整
org-moves-none = 还没有调整过。
org-move-line = { $day }起，由{ $before }改归{ $parent }
org-move-undo = 撤回这次调整

# 单位撤并
org-reorganisation = 撤并
org-reorganisation-order = 就这样定
org-name-joint = 、
org-closure-of = 撤销{ $unit }
org-closure-what = 撤销以后，它下面的单位和站点都归接续单位，站号和历史都在。
org-closure-successor = 由哪个单位接续
org-closure-successor-hint = 单位编号，比如 440100；要在您管的范围里
org-merger-of = 其他单位并入{ $unit }
org-merger-what = 勾选的单位撤销，它们下面的单位和站点都归到这里，站号和历史都在。
org-merger-units = 哪些单位并进来
org-merger-none = 旁边没有别的单位可以并进来。
org-closing-line = { $units }从{ $day }起撤销，由{ $successor }接续
org-closing-reach = 一起过去的有 { $units } 个下级单位、{ $stations } 个站、{ $people } 位同事。站号和记录都不变。
org-closing-past = 以前的记录按当时仍算在原单位，按当前归属算到{ $successor }。
org-closing-grants = 直接给在撤销单位上的 { $grants } 项权限和 { $tokens } 个访问凭证从那天起不再管用，只能看原单位的历史；要接着用，请在{ $successor }重新给。
org-closing-divisions = 原单位对应的行政区划由{ $successor }接管，新登记和导入的站归到那里。
org-closing-today = 今天已经记下的也算到接续单位；今天开始就不能撤回了。

# 更名
org-renaming = 更名
org-renaming-of = { $unit } · 更名
org-renaming-name = 新名称
org-renaming-name-hint = 1 到 60 个字，编号不变
org-renaming-order = 就这样更名
org-renaming-other = 换一个名称或日子
org-renaming-foreseen = { $before }从{ $day }起叫{ $name }
org-renaming-past = 那天以前的统计按当时仍写作{ $before }。
org-renaming-same = 编号、站点、记录和权限都不变。
org-renaming-today = 今天就生效，不能撤回；叫错了可以再改一次。
org-names = 改过的名称
org-name-line = { $day }起叫{ $name }

# 为什么没有办成
units-unknown = 没有这个单位或站点，或者不归您看。请核对编号。
units-past = 只能从今天或以后改，过去的不变。
units-root = 全国在最上面，不能改归别的单位。
units-not-standing = 那一天它还没有归属，或者已经撤销，请换个日子。
units-parent = 请选一个那一天在用的上级单位；站点下面不能再挂单位。
units-same-parent = 那一天它本来就归这个单位。
units-loop = 不能改归自己或自己下面的单位。
units-move-ahead = 已经排了一次归属调整，请先撤回那一次。
units-move-unknown = 没有这次归属调整。
units-moved-already = 这次调整的日子已经到了，撤不回了；可以再调整一次。
units-undone-already = 这次调整已经撤回了。
units-closed = 这个单位已经撤销，请用接续它的单位。
units-station = 站点不能这样撤销，请到站点页面闭站。
units-merger = 请选 1 到 50 个不同的单位。
units-name = 名称要 1 到 60 个字。
units-same-name = 那一天它本来就叫这个名称。
units-renaming-ahead = 已经排了一次更名，请先撤回那一次。
units-bad-id = 编号要用第 7 版 UUID。
idempotency-conflict = 同一个编号已经用在另一个请求上了。
accounts-unknown = 没有这个账号，或者不归您管。
accounts-login = 账号要 2 到 64 个字，只用字母、数字、汉字和 . _ -。
accounts-login-taken = 这个账号已经有人用了，请换一个。
accounts-name = 姓名要 1 到 60 个字，不能有看不见的字符。
accounts-fixed = 这是演示账号，密码每次启动都一样，不能改也不能停用。
accounts-closed = 这个账号已经停用。要给权限，请先恢复使用。
accounts-changed-meanwhile = 密码刚刚被别处改过，请重新登录再试。
accounts-password-short = 新密码至少 10 个字。
accounts-password-long = 新密码最多 200 个字。
accounts-password-is-login = 密码不能和账号一样。
accounts-password-common = 这个密码太常见，容易被猜到，请换一个。
accounts-password-again = 两遍输得不一样，请再输一次。
accounts-password-same = 新密码和现在的一样，请换一个。
accounts-old-password = 现在的密码对不上，请再输一次。
accounts-resting = 试的次数多了，请过一会儿再试。
accounts-none = 服务令牌没有密码，也没有登录的设备。
accounts-not-yours = 这位同事的权限不全在您的单位以下，请上一级主管或安全管理员办。
accounts-change-password-first = 请先在网页上把别人给的密码换掉，再做别的。
sessions-unknown = 这台设备已经退出了。
factor-wrong = 动态码不对。请核对手机时间是否自动校准，等下一个码再输。
factor-already = 两步验证已经设好了。
factor-none = 还没有设置两步验证。
factor-code-first = 请先在网页上输入动态码，再做别的。
factor-set-up-first = 请先在网页上设置两步验证，再做别的。
access-not-granted = 您的权限里没有这一项。需要的话，请主管或安全管理员给您。
grants-unknown = 没有这项权限，或者已经收回了。
grants-own = 不能给自己权限，也不能收回自己的，请同事办。
grants-not-below = 只能给您单位以下的，同级和上级请上一级办。
grants-system-by-security = 系统管理员、安全管理员、审计员只能由安全管理员给。
grants-system-role-on-nation = 这个角色只能给在全国（100000）上。
grants-system-roles-separate = 系统管理员、安全管理员、审计员要分给不同的人。
grants-integration-for-tokens = 「系统对接」是给服务令牌的，请到「服务令牌」里建。
grants-already = 这些日子里已经有这项权限了。
grants-days = 结束的日子要在开始的日子之后。
grants-beyond-own = 给别人的日子不能比您自己的更长。
delegations-not-this-grant = 只能委托上级直接给您的主管权限，或其中大使的部分。
delegations-not-within = 只能委托您自己单位和以下的。
delegations-days = 委托从今天或以后开始，要写明哪天结束，天数不能超过上面说的。
grants-day = 日子要写成 2026-11-24 这样。
grants-role = 请选一个角色。
posts-unknown = 没有这段值守。
posts-not-a-station = 值守只能在站点，请填站号。
posts-already = 这些日子里已经在这个站值守了。
tokens-unknown = 没有这个令牌。
tokens-label = 用途要 1 到 60 个字。
tokens-expires = 有效天数要在 1 到 3,650 之间。
tokens-role = 这里只能建系统对接、爱心大使、主管的令牌；系统角色的请用命令行。
org-initialised = 这里已经初始化过了。

# 任务的名称
job-org-end-at-closed-station = 停用已撤站点的岗位和授权
