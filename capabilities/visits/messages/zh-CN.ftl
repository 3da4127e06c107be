# Refusals of service records.
visits-malformed = 这条记录有一项写法不对，或者少了一项。
visits-bad-id = 记录编号不是第 7 版 UUID。
visits-id-conflict = 这个编号已经用在另一条记录上了。
visits-unknown-station = 没有这个站，或者它不归您管。
visits-station-closed = 这个站那天没有开站，不能记服务。
visits-unknown-service = 没有这项服务。
visits-people = 人次要在 1 到 10,000 之间，到站人次不能比它多。
visits-group = 没有这个人群。
visits-future = 时间比现在晚，请看一下时钟。
visits-too-old = 31 天以前的服务要由主管补记。
visits-no-records = 至少要有一条记录。
visits-too-many-records = 一次最多 1,000 条记录。
visits-unknown = 没有这条记录，或者它不归您管。
visits-reversed = 这条记录已经撤回过了。
visits-is-reversal = 这一条本身就是撤回，不能再撤。
visits-not-yours-to-reverse = 只能在 10 分钟内撤回自己记的；请找主管冲销。
visits-reason-too-long = 原因最多 500 个字。
