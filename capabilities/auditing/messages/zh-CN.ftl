# 页面
auditing-menu = 审计
auditing-title = 审计
auditing-what = 谁在什么时候对什么做了什么。只能添加，不能修改或删除。服务记录有自己的登记簿，不在这里。
auditing-search = 查找审计条目
auditing-who = 谁
auditing-who-hint = 登录名；也可以点下面表格里的人
auditing-act = 做了什么
auditing-any-act = 全部
auditing-to-what = 对什么
auditing-to-what-hint = 站号、单位代码、账号编号等
auditing-day = 哪一天
auditing-when = 什么时候
auditing-why = 为什么
auditing-find = 查找
auditing-all = 看全部
auditing-none = 没有条目
auditing-none-found = 没有符合的条目，换个条件再试。
auditing-none-yet = 还没有人做过什么。
auditing-object = { $kind } { $name }
auditing-named = { $name }（{ $code }）
auditing-and = 、
auditing-yes = 是
auditing-no = 否
auditing-by-command = 命令行
auditing-by-nobody = 未登录的访客
auditing-number = 第 { $seq } 条
auditing-changed = 前后对照
auditing-said = 内容
auditing-field = 项目
auditing-before = 之前
auditing-after = 之后
auditing-value = 内容
auditing-nothing = 无
auditing-digest = 摘要
auditing-digest-what = 由本条和此前所有条目算出。任何一条被改动，从它起的摘要都对不上。

# 按天核对
auditing-days = 按天核对
auditing-days-what = 每天的条目首尾相连，后一天接着前一天。把当天最后的摘要打印或抄送到系统之外，以后就能证明这一天及以前的内容有没有被改动。
auditing-day-entries = { $count } 条
auditing-day-digest = 当天最后的摘要
auditing-day-open = 今天还没有结束，摘要会继续变化。
auditing-count-day = 核对这一天
auditing-counted = { $who } 于 { $when } 核对
auditing-not-counted = 还没有核对过
auditing-whole = 完整，没有改动
auditing-fault = { $day } 第 { $seq } 条：{ $fault }

# 导出
auditing-export = 导出审计
auditing-export-what = 导出后可以不用本系统重新核对。谁、为什么、导出了哪些内容，都会记入审计。
auditing-from = 从哪一天
auditing-to = 到哪一天
auditing-format = 格式
auditing-why-hint = 比如：季度合规审计
auditing-take = 导出
auditing-purpose-missing = 请写明导出的用途
auditing-purpose-too-long = 用途最多 200 个字
auditing-too-many = 这些天的条目超过 10 万条，请缩短天数，或用命令行导出
auditing-unknown-entry = 没有这一条
auditing-unknown-day = 这一天没有条目

# 做了什么
audit-refused = 访问被拒绝
auditing-day-verified = 核对一天的审计
audit-taken = 导出数据

# 对什么做的
audit-object-route = 页面或接口
audit-object-day = 审计日
audit-object-export = 数据

# 哪一项
audit-field-minute = 哪一分钟
audit-field-forbidden = 无权限次数
audit-field-not_found = 不可见次数
audit-field-entries = 条数
audit-field-whole = 完整
audit-field-digest = 摘要
audit-field-fault = 问题
audit-field-seq = 条目编号
audit-field-format = 格式
audit-field-broken_off = 中途断开
audit-field-bytes = 字节数
audit-field-sha256 = 文件摘要（SHA-256）
audit-value-fault-missing = 缺少条目
audit-value-fault-altered = 条目被改动
audit-value-fault-day-end = 当天的结尾对不上
audit-value-fault-astray = 条目不在它的那一天
audit-value-fault-chain-end = 最后的条目对不上
