# 用已存档的预测编制计划。
cli-option-vintage = 不新做预测，而用当日已存档的预测编制计划：其发布编号（足以区分的一段）、发布时刻，或 latest（最新）。
day-ahead-forecast-alone = 已存档的预测不会再变，{ $others } 对其不起作用；请二者取一
vintage-steps = 预测 { $issue } 有 { $found } 个时段，而站点当日需要的 { $wanted } 个时段与之不同；请重新预测
vintage-assets = 预测 { $issue } 缺少站点现有的 { $assets }；请重新预测
note-from-vintage = 计划采用已存档的预测 { $issue }，于站点当地时间 { $time } 发布。
note-vintage-site-changed = 预测 { $issue } 完成之后，站点已有改动。
note-history-forecast-typical = { $date } 没有可用的已存档预测；气象取自典型年。
note-history-source-typical = 气象服务 { $source } 不适用于该日；气象取自典型年。
