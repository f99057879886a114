# Shiftable loads with work that arrives.

shiftable-empty = The load has neither tasks nor queues. Describe a task [[assets.NAME.tasks]] or arriving work [[assets.NAME.queues]].

audit-queue-power = { $asset } takes up to { $amount } more than it may, { $steps }.
audit-queue-early = { $asset } does up to { $amount } of work before it arrives, { $steps }.
audit-queue-late = Up to { $amount } of the work of { $asset } misses its deadline, { $steps }.
