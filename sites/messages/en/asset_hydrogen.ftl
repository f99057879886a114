# Electrolysers, hydrogen loads and fuel cells.

type-electrolyser = Electrolysers
type-hydrogen_load = Hydrogen loads
type-fuel_cell = Fuel cells

cost-electrolyser-start = Cold starts of electrolysers
cost-hydrogen-sale = Value of flexible hydrogen
cost-fuel-cell-start = Starts of fuel cells

electrolyser-curve = The curve does not rise in power and hydrogen from point to point: { $found }. Order the points by power, each making more hydrogen than the one before.
hydrogen-quantity = A day's quantity of { $found } MWh cannot be taken: power_mw_max allows { $most } MWh in 24 h. Lower energy_mwh_max or raise power_mw_max.
fuel-cell-heat = Electricity and heat together are { $found } of the hydrogen's lower heating value; even with condensation it is at most 1.18. Lower efficiency_frac or heat_frac.
fuel-cell-no-hydrogen = Nothing gives hydrogen on the bus { $found }. Put an electrolyser or a hydrogen store there, or name another hydrogen_bus.

audit-electrolyser-state = The state of { $asset } is not one of off, standby and on, by up to { $amount }, { $steps }.
audit-electrolyser-power = The power of { $asset } does not fit its state, by up to { $amount }, { $steps }.
audit-electrolyser-limit = { $asset } takes up to { $amount } above its limit, { $steps }.
audit-electrolyser-curve = The hydrogen of { $asset } is not what its power makes, by up to { $amount }, { $steps }.
audit-electrolyser-shown = The kWh/kg that are shown for { $asset } are off by up to { $amount }, { $steps }.
audit-hydrogen-flexible-power = The flexible part of { $asset } is up to { $amount } outside its limits, { $steps }.
audit-hydrogen-flexible-quantity = { $asset } takes { $amount } more than the quantity of a day.
audit-fuel-cell-state = The state of { $asset } is neither off nor on, by up to { $amount }, { $steps }.
audit-fuel-cell-power = The power of { $asset } does not fit its state, by up to { $amount }, { $steps }.
audit-fuel-cell-limit = { $asset } gives up to { $amount } above its limit, { $steps }.
audit-fuel-cell-hydrogen = The hydrogen that { $asset } draws is not what its power needs, by up to { $amount }, { $steps }.
audit-fuel-cell-heat-given = The heat of { $asset } is not its share of the hydrogen, by up to { $amount }, { $steps }.
