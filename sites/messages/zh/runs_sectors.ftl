# 负荷的行业分量
cli-option-sectors = 某负荷各行业的日最大、最小功率：同时预测该负荷的分量。该资产需要 --history。
forecast-sectors-history = { $asset } 的行业分量需要其自身历史，以说明一天之内如何变化。请添加 --history { $asset }=文件。
forecast-sectors-mapping = 行业文件不用映射，却给了 { $file }。请去掉；各列按表头识别。
forecast-sectors = { $asset } 各行业电量，MWh：{ $parts }
forecast-sector-part = { $sector } { $energy }
forecast-sector-other = 其他
forecast-sector-join = 、
forecast-note-sectors = { $asset }：各行业只测有日极值，日内变化为估计。
