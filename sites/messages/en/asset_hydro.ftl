# Hydropower stations.

type-hydro = Hydropower stations

hydro-head = { $fields } are given in m3, but the station has no head. Give head_m, or give them in MW and MWh (inflow in MW, power_mw_max, pond.energy_mwh_max).
hydro-turbine = Nothing says what the turbines take. Give one of { $fields }.
hydro-least-above-most = The turbines run with { $found } MW or more, but can give { $most } MW at most. Lower flow_m3_per_s_min or power_mw_min, or raise flow_m3_per_s_max or power_mw_max.
hydro-release-high = The ecological flow of { $found } m3/s beside the turbines takes all that the river brings in any month ({ $most } m3/s). Lower it, or write release_from = "tailrace" if the turbines' water counts too.

audit-hydro-turbine = The turbines of { $asset } give up to { $amount } more than they can, { $steps }.
audit-hydro-least = The turbines of { $asset } run up to { $amount } below their least power, { $steps }.
audit-hydro-water = The level of { $asset } is not what inflow, turbines and spill leave, by up to { $amount }, { $steps }.
audit-hydro-window = The pond of { $asset } leaves its window by up to { $amount }, { $steps }.
audit-hydro-river = The river below { $asset } lacks up to { $amount } of the flow that it must keep, { $steps }.
audit-hydro-as-it-comes = { $asset } has no pond, but does not feed in what it uses: up to { $amount } apart, { $steps }.

quantity-turbined-mw = Power of the turbines
