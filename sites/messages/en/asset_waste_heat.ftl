# Power from waste heat.

type-waste_heat = Power from waste heat

waste-heat-host = "{ $found }" cannot give waste heat. Name a load or a unit of the site: { $known }.
waste-heat-delay = A delay of { $found } h is no whole number of steps of { $step } minutes. Use a multiple of the step.
waste-heat-delay-long = A delay of { $found } h is longer than a day. Choose at most 24 h.

audit-waste-heat-limit = { $asset } gives up to { $amount } more than it can, { $steps }.
audit-waste-heat-host = { $asset } gives up to { $amount } more than its host's heat allows, { $steps }.
audit-waste-heat-shown = The host's power that is shown for { $asset } is off by up to { $amount }, { $steps }.
quantity-host-mw = Power of the process that gives heat
