# 电锅炉。

type-electric_boiler = 电锅炉

audit-electric-boiler-heat = { $asset } 的供热不等于功率乘效率，最大相差 { $amount }，{ $steps }。
audit-electric-boiler-limit = { $asset } 超出功率上限，最大 { $amount }，{ $steps }。
audit-electric-boiler-least = { $asset } 低于最小功率运行，距停机或最小功率 { $amount }，{ $steps }。
