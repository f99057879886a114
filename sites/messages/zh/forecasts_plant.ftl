# 二层：场站文件（96 点表、E 文件）与历史实测数据。

## 不能使用的文件

history-file = 无法读取该文件：{ $reason }
history-suffix = 不支持后缀为“{ $found }”的文件；支持的有 { $known }
history-encoding = 文本既不是 UTF-8 也不是 GBK；请以其中一种编码另存
history-empty = 文件中有内容的只有 { $rows } 行、{ $columns } 列；需要带表头、时标和数值的表
history-sheet = 没有工作表“{ $found }”；该工作簿有 { $known }
history-stamps = 有 { $count } 个单元格不是可读的时标，首个为“{ $found }”；请在列映射中给出时间列的格式
history-naive = 时标（首个为“{ $found }”）没有时区；请用 --zone Asia/Shanghai 指明，或在列映射中写明（time_zone = "Asia/Shanghai"），或采用站点时区
history-column-missing = 没有“{ $column }”列；文件中有 { $found }
history-no-power = 在 { $found } 中没有找到功率或负荷列；请在列映射中指明
history-step = 只有 { $found } 个时标；历史数据至少需要两个
history-step-odd = 通常步长为 { $found } 分钟；步长必须能整除一小时
history-zone = “{ $found }”不是时区；请使用 IANA 名称，如 "Asia/Shanghai"
history-mapping-file = 无法读取该列映射：{ $reason }
history-mapping-unit = 单位“{ $found }”不适用于 { $name }；可用的有 { $known }
history-mapping-twice = 有多列被指为 { $names }；每个名称只能出现一次
history-mapping-unknown = 列映射中没有这个字段；可用的有 columns、time、time_zone、stamp、sentinels、sheet，及手册所列的下级字段
history-mapping-value = 此处不能写“{ $found }”：{ $reason }

## 历史数据的说明

history-note-columns = 按表头识别各列：时间取自 { $time }；{ $taken }
history-note-left-out = 未使用的列：{ $columns }
history-note-unit = “{ $column }”的表头没有单位；按数值大小取为 { $unit }
history-note-format = 时标按 { $format } 读取
history-note-stamp = 没有说明时标是时段的起点还是终点；按{ $stamp ->
    [end] 终点
   *[start] 起点
}处理
history-note-midnights = 有 { $count } 行 00:00 写的是前一天的日期，已移到那一天的末尾
history-note-energy = “{ $column }”是每 { $minutes } 分钟的电量，已换算为平均功率
history-note-unreadable = “{ $column }”：有 { $count } 个单元格不是数字，按缺失处理
history-note-issues = 有 { $count } 行是同一时标的另一次场站预测；各次取平均，并假定都能按时得到
history-note-finer = { $found } 分钟的步长已平均为 { $step } 分钟
history-note-wide = 每行一天，共 { $steps } 个点列，日期取自“{ $column }”
history-note-skipped-clock = 有 { $count } 个时标落在夏令时跳过的一小时内，已略去；请核对时区

## 场站预测：E 文件与 96 点表

plant-not-e = 这不是 E 文件：没有 <! Entity=... !> 行，也没有以 # 开头的行
plant-no-time = 没有说明文件对应哪一天：文件头没有 time='...'，也没有给出日期
plant-time = “{ $found }”不是可读的时间；请写成 time='2026-07-15'
plant-no-rows = 没有以 # 开头的功率数据行；文件中的表有：{ $found }
plant-entity = 没有实体“{ $found }”；文件中有 { $known }。请指明其一：资产=文件:实体
plant-entities = 文件中有多个实体：{ $known }。请指明其一：资产=文件:实体
plant-share = 文件只有 { $date } { $steps } 个时段中 { $found } 个的数值；至少要有 { $least } 才能代表这一天。请给日前预测文件，或不用此文件
plant-column = 没有“{ $found }”列；表中有 { $known }
plant-point = 第 { $point } 点不在文件的日期范围内：应为 1 至 { $most }
plant-twice = 有 { $count } 个点重复且数值不同，首个为第 { $point } 点
plant-number = “{ $found }”不是数字
plant-row-number = 该行以“{ $found }”开头，而不是 # 加序号
plant-day = 文件对应 { $begin } 至 { $end }，而不是 { $date }
plant-no-power-column = 在 { $found } 中没有找到功率列；请指明：资产=文件:列名
plant-write-values = 有 { $count } 个数值缺失或为无穷大，首个在第 { $point } 点；上报的计划必须完整
plant-write-points = 应有 { $expected } 个时段，实际给出 { $found } 个
plant-write-name = “{ $found }”不能写入 E 文件：名称中不能有空格、引号、< 或 >
plant-write-encoding = 文本不能用 { $encoding } 编码
plant-write-file = 无法写入该文件：{ $reason }
plant-suffix = 不支持后缀为“{ $found }”的场站文件；支持的有 { $known }
plant-day-issue = 文件头的时间 { $time } 按发布时间处理，各点从 { $begin } 开始，{ $date } 没有点。请改用 { $begin }，或在文件头写明数据日期，如 time='{ $date }'
plant-row-stamps = 第 { $point } 点的时标为 { $found }，按首行应为 { $expected }；时标与点号必须一致
plant-note-row-stamps = 各行带有日期和时刻，优先于文件头的时间：{ $time } 按第 1 点的{ $meaning ->
    [end] 结束时刻
   *[start] 开始时刻
}处理，即第 1 点为截至 { $label } 的时段
plant-note-issue = 文件头的时间 { $time } 按发布时间处理；第 1 点为截至 { $label } 的时段，即次日的第一点
plant-note-first-point = 文件头的时间 { $time } 按第 1 点的{ $meaning ->
    [end] 终点
   *[start] 起点
}处理，即第 1 点为截至 { $label } 的时段
plant-note-missing = 缺少 { $count } 个点：{ $points }
plant-note-column = 功率取自{ $table }的“{ $column }”列
plant-note-unit = 功率单位按 { $unit } 处理
plant-note-wide = “{ $column }”列为末端 { $label } 的时段
plant-note-step = { $count } 个点按每 { $minutes } 分钟一个处理
plant-note-entities = 文件中有多个实体：{ $known }；采用 { $taken }
plant-note-clock = 时钟调整日的 96 点文件：{ $what ->
    [skipped] 被跳过的一小时的点已略去
   *[doubled] 重复的一小时两次都用其第一次的点
}
