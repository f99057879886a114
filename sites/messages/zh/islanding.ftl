# 脱网运行
islanding-not-load = “{ $found }”不是本站点的电力负荷，不能列为重要负荷。请改用：{ $known }。
clause-island-energy = 为停电保留的电量不足
kpi-island-hours = 脱网存续时间（最短）
kpi-island-hours-definition = 在窗口内任一时段开始停电时，重要负荷首次失供之前的最短时间；至多为停电时长。
kpi-island-hours-wanted = 要求的存续时间
audit-island-missing = { $asset }：{ $steps } 可能开始停电，却没有给出存续时间。
audit-island-outside-window = { $asset }：{ $steps } 不在停电窗口内，却给出了存续时间。
audit-island-unproven = { $asset }：{ $steps } 的存续时间比该小时最差停电所证明的低 { $amount }，或没有证明。
audit-island-mismatch = { $asset }：{ $steps } 声明与证明的存续时间相差 { $amount }。
audit-island-before-changed = 停电开始前无人知晓，但 { $asset } 在 { $steps } 与计划相差 { $amount }。
audit-island-tie = 脱网期间 { $asset } 在 { $steps } 仍有功率 { $amount }。
audit-island-shed = { $asset } 的切除量在 { $steps } 超过其用电 { $amount }。
audit-island-balance = { $asset } 在 { $steps } 的注入与取用相差 { $amount }。
audit-island-energy = { $steps } 停电前储能电量比重要负荷所需少 { $amount }。
