# 余热发电。

type-waste_heat = 余热发电

waste-heat-host = “{ $found }”不能提供余热。请填写场站的负荷或机组：{ $known }。
waste-heat-delay = 延迟 { $found } h 不是 { $step } 分钟步长的整数倍。请使用步长的整数倍。
waste-heat-delay-long = 延迟 { $found } h 超过一天。请取不超过 24 h 的值。

audit-waste-heat-limit = { $asset } 的出力超过可用出力，最多 { $amount }，{ $steps }。
audit-waste-heat-host = { $asset } 的出力超过宿主设备余热所允许的值，最多 { $amount }，{ $steps }。
audit-waste-heat-shown = { $asset } 所示的宿主设备功率不符，最多相差 { $amount }，{ $steps }。
quantity-host-mw = 供热工艺的功率
