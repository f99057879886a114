# 合同：阶梯电价、基本电费、力调电费、绿证与额度。

tariff-gap = { $month } 月没有任何时段包含 { $hours }，这些小时没有电价。请把它们补入某一时段；若它们是平段，请在 ratios 中写明 flat = 1.0，不列平段时段，也不写 is_complete。
tariff-version-gap = 一个版本结束于 { $until }，下一个版本起始于 { $begin }，其间没有电价。请调整 effective_until 或 effective_from，使两者相接。
tariff-tiers-order = 第 { $number } 档起点 { $after } MWh 不高于前一档（{ $before } MWh）。请按 from_mwh 递增给出各档。
tariff-tiers-falling = 第 { $number } 档加价 { $after } 元/MWh，不高于前一档（{ $before } 元/MWh）。阶梯加价必须递增；随用量下降的电价请写成新的电价版本。
power-factor-knots = 节点 { $after } 不能接在 { $before } 之后：功率因数必须递增，调整百分数不得递增。请改正该表。

grid-two-charges = 同时给出了 demand_charge 和 capacity_charge，而只能按其中之一计费。请去掉一个，或写明 charged_by = "demand" 或 "capacity"。
grid-charge-missing = 按 charged_by = "{ $found }" 计费，但没有 { $found }_charge 表。请补上该表，或去掉 charged_by。
grid-differential-missing = 企业类别为“{ $found }”，但 { $tariff } 的某个版本没有该类别的 differential_yuan_per_mwh。请在各版本中补上加价，或改正类别。
grid-power-factor-standard = 表中没有标准 { $found }。请使用：{ $known }。

budget-kind = { $quantity } 的额度需要 { $wanted }，不能有 { $other }。请只给 { $wanted }。
budget-pro-rata = 比例（{ $quantity }）不能按日分摊。请用 daily = "to_date" 或 "day"。
budget-twice = 有两个额度同名“{ $found }”。请各用不同名称；规则包中的额度也计算在内。
budget-no-renewables = 额度“{ $found }”统计 { $quantity }，但场站没有可再生电源。请去掉该额度，或补上电源。
certificate-asset = 绿证只属于可再生电源，“{ $found }”不是。请使用：{ $known }。
state-to-date = 累计量“{ $found }”不属于场站的任何额度或联络线；请改正其名称或删除。已知：{ $known }。

cost-tiers = 阶梯电价加价
cost-differential = 差别电价加价
cost-capacity-charge = 容量电费
cost-certificates = 绿证收入
cost-budget-penalty = 超额度费用
cost-power-factor = 力调电费

audit-budget-exceeded = 额度 { $asset } 超出 { $amount }（按购电量折算），{ $steps }。

contract-title = 合同
contract-budgets = 含当日的额度
contract-budgets-caption = 自周期开始至当日（含）的累计量或比例。剩余：限额的余量，或比例达成（+）、不足（−）的电量。期末：按至今的日均值外推。
contract-budget = 额度
contract-period = 周期
contract-month = 月
contract-year = 年
contract-day = 当日
contract-used = 累计
contract-allowed = 约定
contract-remaining = 剩余
contract-forecast = 期末预计
contract-at-most = 不超过 { $amount }
contract-at-least = 不低于 { $amount }
contract-assumed = 按均匀使用假定
contract-charges = { $tie }：按当月至今最大需量 { $peak }，当月基本电费按需量为 { $demand }，按容量为 { $capacity }。现按{ $billed }计费；至今较省的是{ $cheaper }。
contract-power-factor = { $tie }：当月至今平均功率因数 { $mean }（标准 { $standard }），电费调整 { $adjustment }。
contract-certified = 可得绿证的电量：{ $energy }。绿证售出后，售方不得再称其为绿电。

note-sums-carried = 合同的累计量自最近已知日 { $date } 起延续；其间各日未计入。

contract-course = 走势
contract-on-course = 可守
contract-off-course = 将不能守住
budget-exceeded = 额度 { $name }：当日超出可用量 { $amount }。
budget-off-course = 额度 { $name }：按至今的走势，期末为 { $forecast }；约定 { $allowed }，含当日累计 { $used }。
