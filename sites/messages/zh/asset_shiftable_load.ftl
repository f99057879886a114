# 含到达任务的可平移负荷。

shiftable-empty = 该负荷既无任务也无队列。请写入任务 [[assets.NAME.tasks]] 或到达的工作 [[assets.NAME.queues]]。

audit-queue-power = { $asset } 超出允许功率，最大 { $amount }，{ $steps }。
audit-queue-early = { $asset } 在工作到达之前完成了最多 { $amount }，{ $steps }。
audit-queue-late = { $asset } 有最多 { $amount } 的工作错过期限，{ $steps }。
