# Egret 算例。

egret-json = 这不是 Egret 的机组组合算例（{ $detail }）。请给出含有 "system" 与 "elements" 两个表的 JSON 文件。
egret-number = “{ $found }”不是此处可用的数。请给出一个数；只有负荷、备用与新能源可以用时间序列。
egret-series = 找到 { $found } 个值，需要 24 个：一天的小时值。请把算例截为一天。
egret-hours = 算例的时段为 { $found } 分钟，只接受小时。请换算为 60 分钟。
egret-feature = 设置了“{ $feature }”，场站文件没有对应的内容。若与结果无关，请从算例中删除。
egret-elements = 算例有 { $count } 个“{ $kind }”类元件，不能导入；只接受一条母线上的负荷与发电机。
egret-buses = 算例有 { $found } 条母线；只接受单母线算例。
egret-both = 同时给出了 { $one } 与 { $other }。请只留一个。
egret-curve = 成本曲线不能导入：{ $found }。可用的是不高于二次且向上弯曲的多项式，或分段点。
egret-span = 成本曲线的范围为 { $first } 至 { $last } MW，机组为 { $least } 至 { $most } MW。请延长曲线。
egret-load = 扣除必须接纳的新能源后，某小时负荷为 { $found } MW。负荷不得为负，也不得全天为零。

cli-site-import = 从其他程序的文件导入场站。
cli-site-import-short = 从其他程序导入场站
cli-site-import-egret = 把 Egret 的机组组合算例（JSON，单母线，24 小时）写成场站及当日之前的状态：要么完整导入，要么不导入。
cli-site-import-egret-short = 导入 Egret 机组组合算例
cli-argument-egret = 算例的 JSON 文件。
cli-option-import-to = 写入场站的文件夹。
cli-option-pieces = 每条二次成本曲线的等宽段数。
cli-option-import-date = 状态所属的日期。
site-import-done = 场站已写入 { $path }。求解命令：{ $command }
