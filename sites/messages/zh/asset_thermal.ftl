# 火电机组。

type-thermal = 火电机组

cost-start-stop = 机组启停费用
cost-running = 机组运行费用
cost-generation = 发电费用
cost-fuel = 燃料费
cost-carbon = 碳成本
cost-reserve-shortage = 备用缺额费用

thermal-limit-below-minimum = { $field } 为 { $found } MW，低于最小出力 { $least } MW，机组将永远无法启停。请提高到不低于 power_mw_min，或不填。
thermal-own-use = 在最小出力 { $least } MW 时，机组自用电超过发电。请降低 own_use_mw 或 own_use_frac，或提高 power_mw_min。
thermal-reference = reference_mw 为 { $found } MW，而机组出力范围为 { $least } 至 { $most } MW。请取其间的值；参考日停机的机组不填。
thermal-curve-order = { $field } 各点的 output_mw 不递增。请按出力排序，每个出力只写一次。
thermal-curve-span = { $field } 的范围为 { $first } 至 { $last } MW，而机组为 { $least } 至 { $most } MW。首点应为 power_mw_min，末点应为 power_mw_max。
thermal-curve-convex = { $field } 不是凸的：第 { $place } 段的斜率（{ $after }/MWh）小于前一段（{ $before }）。线性模型会先用便宜的一段。请给出斜率不下降的曲线，例如首末两点的直线。
thermal-curve-falls = { $field } 的第一段下降：出力增加，燃料不会减少。请改正各点。
thermal-start-order = 启动费用必须递增：停机 { $first } h 起 { $one } 元，停机 { $second } h 起 { $other } 元。请按 off_hours_from 排序，后一档不低于前一档。
thermal-blend = 各燃料的份额无法合成整体：合计最少 { $least }，最多 { $most }。请调整 share_frac_min 与 share_frac_max，使 1 在其间。
thermal-state-zero = { $asset } 在当日之前既非运行也非停机（0 小时）。请填写已运行小时数；已停机的填负数。
thermal-state-off-power = { $asset } 已停机 { $hours } h，但当日之前一步的出力为 { $found } MW。请改正其一：出力为 0，或小时数为正。
thermal-state-on-power = { $asset } 已运行 { $hours } h，但当日之前一步的出力为 { $found } MW；运行时出力应在 { $least } 至 { $most } MW。请改正出力，或在停机时把小时数写为负数。
thermal-state-must-run = { $asset } 必须运行，但只停机了 { $hours } h，而至少须停 { $least } h。请令 must_run = false，或改正小时数或 min_down_hours。

audit-thermal-indicator = { $asset } 的状态不是 0 或 1，或停机时有出力，或在不能运行时运行，{ $steps }。
audit-thermal-minimum = { $asset } 的出力低于最小出力，最多 { $amount }，{ $steps }。
audit-thermal-maximum = { $asset } 的出力超过可用出力，最多 { $amount }，{ $steps }。
audit-thermal-ramp-up = { $asset } 上爬坡超限，最多 { $amount }，{ $steps }。
audit-thermal-ramp-down = { $asset } 下爬坡超限，最多 { $amount }，{ $steps }。
audit-thermal-start-limit = { $asset } 启动时出力超限，最多 { $amount }，{ $steps }。
audit-thermal-stop-limit = { $asset } 停机前出力超限，最多 { $amount }，{ $steps }。
audit-thermal-minimum-up = { $asset } 过早停机 { $amount }，{ $steps }。
audit-thermal-minimum-down = { $asset } 过早启动 { $amount }，{ $steps }。
audit-thermal-must-run = { $asset } 必须运行而未运行，{ $steps }。
audit-thermal-fuel = { $asset } 的燃料与其曲线不符，最多相差 { $amount }，{ $steps }。
audit-thermal-blend = { $asset } 的掺烧比例超限，最多 { $amount }，{ $steps }。
audit-thermal-co2 = { $asset } 的二氧化碳与其燃料不符，最多相差 { $amount }，{ $steps }。
audit-thermal-stock = { $asset } 的用量超过存料，最多 { $amount }，{ $steps }。
audit-thermal-must-burn = { $asset } 有 { $amount } 应烧而未烧。
audit-thermal-heat = { $asset } 的供热与出力不符，最多相差 { $amount }，{ $steps }。
audit-thermal-reserve = { $asset } 申报的备用超过其能力，最多 { $amount }，{ $steps }。
audit-reserve = 场站备用不足，最多缺 { $amount }，{ $steps }。
