# Background work
upkeep-jobs = Background work
upkeep-jobs-what = What the system does by itself: imports, clearing away by the clock, following changes of other parts. What fails is tried again, ever more rarely.
upkeep-standing = How it stands
upkeep-waiting = Waiting
upkeep-waiting-note = { $count ->
    [one] 1 of them failed and is tried again by itself
   *[other] { $count } of them failed and are tried again by themselves
}
upkeep-running = Being done
upkeep-dead = To be looked at
upkeep-dead-note = No longer tried by themselves
upkeep-dead-none = Nothing waits for you.
upkeep-dead-hint = Remove the cause, then try again. What you let go is not done, and what waits behind it goes on.
upkeep-job = Job
upkeep-why = Why
upkeep-queued-dead = Queued { $queued }, given up { $dead }.
upkeep-behind = { $count ->
    [one] 1 more waits for it.
   *[other] { $count } more wait for it.
}
upkeep-retry = Try again
upkeep-let-go = Let go
upkeep-troubled = Tried again by themselves
upkeep-attempts = Attempts
upkeep-next = Next
upkeep-periods = By the clock
upkeep-last = Last

# Names of jobs
job-upkeep-sweep-sessions = Sweep out expired sessions
job-upkeep-clean-jobs = Clear away old jobs and files

# Audit
upkeep-job-retried = Had a failed job tried again
upkeep-job-let-go = Let a failed job go
upkeep-backed-up = Made a backup
upkeep-restored = Restored a backup
audit-object-backup = Backup
audit-object-job = Job
