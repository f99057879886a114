# 车队与船队。

type-ev_fleet = 电动车船

fleet-departure-early = 该组的离开时间早于或等于到达时间。请填写晚于到达的离开时间；若次日早晨离开，请写 is_overnight = true。
fleet-overnight-late = 已设 is_overnight，但离开时间晚于当日到达时间。请去掉 is_overnight，或填写次日早晨的离开时间。
fleet-arrival-late = 该组在 24:00 到达，此时当日已结束。请改为次日的 arrival = "00:00"。
fleet-battery-small = 该组在 { $stem } 时的电量为 { $found } MWh，而其电池总容量（count 乘 energy_mwh_max）为 { $most } MWh。请降低 { $stem } 时的电量，或加大电池。
fleet-state-full = 状态中该组在当日开始时有 { $found } MWh，而其电池总容量（count 乘 energy_mwh_max）为 { $most } MWh。请改正状态中的电量。
fleet-stay-short = 该组需要 { $need } MWh，而在站的 { $hours } h 内最多充入 { $most } MWh。请推迟离开、降低需求，或提高 charge_mw_max 或 power_mw_max。
fleet-shore-high = 仅该组的岸电功率就超过 power_mw_max（{ $most } MW）。请提高 power_mw_max，或降低 shore_mw 或 count。
fleet-station-small = { $groups } 同时在站期间需要 { $need } MWh，而充电站在该时段最多提供 { $most } MWh。请提高 power_mw_max 或降低需求。

audit-fleet-absent = { $asset } 不在站时仍有功率，最大 { $amount }，{ $steps }。
audit-fleet-charger = { $asset } 超出其充电桩能力，最大 { $amount }，{ $steps }。
audit-fleet-station = { $asset } 超出充电站总功率，最大 { $amount }，{ $steps }。
audit-fleet-level = { $asset } 的电池电量越出范围，最大 { $amount }，{ $steps }。
audit-fleet-need = { $asset } 离开时比需求少 { $amount }。
audit-fleet-excess = { $asset } 离开时比需求多 { $amount }。
audit-fleet-energy = { $asset } 的电池电量与其功率不符，最大相差 { $amount }，{ $steps }。
audit-fleet-sum = { $asset } 的功率不等于各组之和，最大相差 { $amount }，{ $steps }。
audit-fleet-both-ways = { $asset } 同时充电和放电，最大 { $amount }，{ $steps }。
audit-fleet-shore = { $asset } 有最大 { $amount } 的岸电未供而未声明，或超出岸电需求，{ $steps }。
audit-fleet-demand = { $asset } 的自然用电与规则不符，最大相差 { $amount }，{ $steps }。
