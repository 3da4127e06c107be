jobs-exhausted = 试了很多次仍未完成，已停止。请重新提交；若再次失败，请联系管理员。
jobs-queued = 同样的任务已在排队或正在执行。
jobs-unknown = 没有这项任务。
