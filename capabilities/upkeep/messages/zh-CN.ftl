# 后台任务
upkeep-jobs = 后台任务
upkeep-jobs-what = 系统自己做的事：导入、按时清理、跟进其他模块的变化。没做成的会自动再试，越试越疏。
upkeep-standing = 任务现状
upkeep-waiting = 排队中
upkeep-waiting-note = 其中 { $count } 项失败过，会自动再试
upkeep-running = 正在执行
upkeep-dead = 待处理
upkeep-dead-note = 已停止自动重试
upkeep-dead-none = 没有待处理的任务。
upkeep-dead-hint = 排除原因后点「再试」。「放弃」就不再做这一项，排在它后面的会接着做。
upkeep-job = 任务
upkeep-why = 原因
upkeep-queued-dead = { $queued } 提交，{ $dead } 停止。
upkeep-behind = 后面还有 { $count } 项在等。
upkeep-retry = 再试
upkeep-let-go = 放弃
upkeep-troubled = 将自动再试
upkeep-attempts = 已试次数
upkeep-next = 下次
upkeep-periods = 按时执行
upkeep-last = 上次

# 任务的名称
job-upkeep-sweep-sessions = 清理过期登录
job-upkeep-clean-jobs = 清理旧任务和无用文件

# 审计
upkeep-job-retried = 重试失败的任务
upkeep-job-let-go = 放弃失败的任务
upkeep-backed-up = 备份
upkeep-restored = 从备份恢复
audit-object-backup = 备份
audit-object-job = 任务
