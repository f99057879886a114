# 热泵。

type-heat_pump = 热泵

heat-pump-points = cop_points 的热源温度（{ $found }）未逐点升高。请按温度升序排列，每个温度只写一次。

audit-heat-pump-cop = { $asset } 的供热不等于功率乘 COP，最大相差 { $amount }，{ $steps }。
audit-heat-pump-limit = { $asset } 超出功率上限，最大 { $amount }，{ $steps }。
audit-heat-pump-least = { $asset } 低于最小功率运行，距停机或最小功率 { $amount }，{ $steps }。
audit-heat-pump-shown = { $asset } 显示的 COP 有误，最大相差 { $amount }，{ $steps }。
