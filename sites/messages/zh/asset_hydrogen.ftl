# 电解槽、氢负荷与燃料电池。

type-electrolyser = 电解槽
type-hydrogen_load = 氢负荷
type-fuel_cell = 燃料电池

cost-electrolyser-start = 电解槽冷启动
cost-hydrogen-sale = 柔性用氢价值
cost-fuel-cell-start = 燃料电池启动

electrolyser-curve = 曲线的功率与产氢未逐点升高：{ $found }。请按功率排序，且每点产氢多于前一点。
hydrogen-quantity = 每日 { $found } MWh 无法取用：power_mw_max 在 24 h 内最多允许 { $most } MWh。请降低 energy_mwh_max 或提高 power_mw_max。
fuel-cell-heat = 电与热合计为氢低位热值的 { $found } 倍；即使冷凝也不超过 1.18。请降低 efficiency_frac 或 heat_frac。
fuel-cell-no-hydrogen = 母线 { $found } 上没有氢源。请在该处设置电解槽或储氢，或改写 hydrogen_bus。

audit-electrolyser-state = { $asset } 的状态不是停机、待机或运行之一，最大偏差 { $amount }，{ $steps }。
audit-electrolyser-power = { $asset } 的功率与其状态不符，最大相差 { $amount }，{ $steps }。
audit-electrolyser-limit = { $asset } 超出功率上限，最大 { $amount }，{ $steps }。
audit-electrolyser-curve = { $asset } 的产氢与其功率不符，最大相差 { $amount }，{ $steps }。
audit-electrolyser-shown = { $asset } 显示的 kWh/kg 有误，最大相差 { $amount }，{ $steps }。
audit-hydrogen-flexible-power = { $asset } 的柔性用氢越限，最大 { $amount }，{ $steps }。
audit-hydrogen-flexible-quantity = { $asset } 比每日数量多取 { $amount }。
audit-fuel-cell-state = { $asset } 的状态既非停机也非运行，最大偏差 { $amount }，{ $steps }。
audit-fuel-cell-power = { $asset } 的功率与其状态不符，最大相差 { $amount }，{ $steps }。
audit-fuel-cell-limit = { $asset } 超出功率上限，最大 { $amount }，{ $steps }。
audit-fuel-cell-hydrogen = { $asset } 的耗氢与其功率不符，最大相差 { $amount }，{ $steps }。
audit-fuel-cell-heat-given = { $asset } 的供热与其耗氢比例不符，最大相差 { $amount }，{ $steps }。
