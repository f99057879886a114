# Heat loads.

type-heat_load = Heat loads

heat-set-point = The set-point of { $found } °C lies outside the comfort band of { $low } to { $high } °C. Move the set-point or widen the band.

audit-heat-cold = { $asset } is up to { $amount } colder than allowed, { $steps }.
audit-heat-warm = { $asset } is heated up to { $amount } above what is allowed, { $steps }.
audit-heat-temperature = The temperature of { $asset } does not follow from its heat, by up to { $amount }, { $steps }.
audit-heat-radiators = The radiators of { $asset } give up to { $amount } more than they can, or less than nothing, { $steps }.
