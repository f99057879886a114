# Stores of every kind.

store-terminal-target = terminal = "{ $found }" does not fit: with "target" give terminal_frac_target and a terminal_penalty_yuan_per_mwh above 0, otherwise neither.
store-target-outside = The level wished for, { $found }, lies outside the window from lowest to highest level. Choose one inside.
cost-terminal-target = Level missed at the end of the day
cost-curtailment = Curtailment
audit-store-charge-limit = { $asset } charges up to { $amount } above its limit, { $steps }.
audit-store-discharge-limit = { $asset } discharges up to { $amount } above its limit, { $steps }.
audit-store-level-recursion = The level of { $asset } does not follow from the one before, by up to { $amount }, { $steps }.
audit-store-level-window = The level of { $asset } leaves its window by up to { $amount }, { $steps }.
audit-store-level-physical = The level of { $asset } is below empty or above full by up to { $amount }, { $steps }.
audit-store-loss = The losses of { $asset } are not what its powers and levels say, by up to { $amount }, { $steps }.
audit-store-both-ways = { $asset } charges and discharges at once, up to { $amount }, { $steps }.
quantity-undrawn-mw = Own need not served
