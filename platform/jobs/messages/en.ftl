jobs-exhausted = Tried many times without success, and stopped. Submit it again; if it fails once more, tell the administrator.
jobs-queued = The same is waiting or being done already.
jobs-unknown = There is no such job.
