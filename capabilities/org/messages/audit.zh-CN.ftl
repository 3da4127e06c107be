# 审计：做了什么
org-network-made = 建立网络
org-account-made = 新建账号
org-account-closed = 停用账号
org-account-reopened = 重新启用账号
org-account-read = 查看账号详情
org-accounts-listed = 列出全部账户
org-password-changed = 本人修改密码
org-password-reset = 重置密码
org-factor-set-up = 设置第二重验证
org-recovery-codes-made = 生成备用码
org-factor-removed = 解除第二重验证
org-sessions-ended = 结束登录
org-grant-given = 授予角色
org-grant-taken-back = 收回角色
org-grant-ended = 角色随站点终止
org-post-given = 安排到站
org-post-ended = 结束到站
org-move-ordered = 安排划转
org-move-undone = 撤销未生效的划转
org-closing-ordered = 安排撤销单位
org-closing-undone = 撤回未生效的单位撤销
org-renaming-ordered = 安排单位更名
org-renaming-undone = 撤回未生效的更名
org-token-issued = 发放服务令牌
org-token-taken-back = 收回服务令牌
org-signed-in = 登录
org-password-shown = 输入正确密码，等待验证码
org-signed-out = 退出登录

# 审计：为什么
org-purpose-care = 管理该账号
org-purpose-lost = 设备丢失或账号异常
org-purpose-asked = 应本人要求
org-purpose-check = 处理投诉或核查

# 审计：对什么做的
audit-object-account = 账号
audit-object-person = 人员
audit-object-token = 服务令牌
audit-object-unit = 单位

# 审计：哪一项
audit-field-name = 名称
audit-field-login = 登录名
audit-field-role = 角色
audit-field-unit = 单位
audit-field-successor = 接续单位
audit-field-from = 开始日
audit-field-to = 结束日
audit-field-label = 用途
audit-field-expires_at = 到期时间
audit-field-sessions = 登录的设备
audit-value-sessions-all = 全部
audit-value-sessions-others = 其他全部
audit-field-network_address = 网络地址
audit-value-role-ambassador = { role-ambassador }
audit-value-role-supervisor = { role-supervisor }
audit-value-role-integration = { role-integration }
audit-value-role-administrator = { role-administrator }
audit-value-role-security = { role-security }
audit-value-role-auditor = { role-auditor }
