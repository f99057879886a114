# Fleets of vehicles and ships.

type-ev_fleet = Fleets of vehicles and ships

fleet-departure-early = The group leaves before it comes, or as it comes. Write a departure after the arrival, or is_overnight = true where it leaves on the next morning.
fleet-overnight-late = is_overnight is set, but the departure is after the arrival on the same day. Leave is_overnight out, or write the next morning's departure.
fleet-arrival-late = The group comes at 24:00, when the day is over. Write arrival = "00:00" on the day after.
fleet-battery-small = At { $stem } the group has { $found } MWh, but its batteries hold { $most } MWh (count times energy_mwh_max). Lower the energy at { $stem }, or give larger batteries.
fleet-state-full = The group is said to hold { $found } MWh at the beginning of the day, but its batteries hold { $most } MWh (count times energy_mwh_max). Correct the energy in the state.
fleet-stay-short = The group needs { $need } MWh and can take at most { $most } MWh in its { $hours } h at the station. Let it leave later, lower its need, or raise charge_mw_max or power_mw_max.
fleet-shore-high = The shore power of this group alone is above power_mw_max ({ $most } MW). Raise power_mw_max or lower shore_mw or count.
fleet-station-small = { $groups } need { $need } MWh while they are there together, and the station can give { $most } MWh in that time. Raise power_mw_max or lower what they need.

audit-fleet-absent = { $asset } takes or gives up to { $amount } while it is not there, { $steps }.
audit-fleet-charger = { $asset } is up to { $amount } above what its chargers can, { $steps }.
audit-fleet-station = { $asset } takes or gives up to { $amount } more than the station can, { $steps }.
audit-fleet-level = The batteries of { $asset } leave their window by up to { $amount }, { $steps }.
audit-fleet-need = { $asset } lacks { $amount } of what it needs when it leaves.
audit-fleet-excess = { $asset } leaves with { $amount } more than it needs.
audit-fleet-energy = The energy in the batteries of { $asset } is not what its powers say, by up to { $amount }, { $steps }.
audit-fleet-sum = The powers of { $asset } are not the sums of its groups', by up to { $amount }, { $steps }.
audit-fleet-both-ways = { $asset } takes and gives at once, up to { $amount }, { $steps }.
audit-fleet-shore = { $asset } leaves up to { $amount } of shore power unserved without saying so, or more than there is, { $steps }.
audit-fleet-demand = What { $asset } would take on its own is off by up to { $amount }, { $steps }.
