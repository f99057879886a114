# 热负荷。

type-heat_load = 热负荷

heat-set-point = 设定温度 { $found } °C 不在舒适范围 { $low } 至 { $high } °C 之内。请调整设定温度或放宽范围。

audit-heat-cold = { $asset } 低于允许温度，最大 { $amount }，{ $steps }。
audit-heat-warm = { $asset } 加热超过允许温度，最大 { $amount }，{ $steps }。
audit-heat-temperature = { $asset } 的温度与供热不符，最大相差 { $amount }，{ $steps }。
audit-heat-radiators = { $asset } 的散热器超出能力或为负，最大 { $amount }，{ $steps }。
