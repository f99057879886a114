# 底层：站点文件及其表格、电价、当日情况和起始状态。

# 文件
site-not-found = 找不到该站点文件，也没有同名的内置站点（内置：{ $known }）。请给出 site.toml 或其所在文件夹的路径，或使用上述名称之一。
file-missing = 文件“{ $file }”不存在。请把它放在站点文件旁边，或改正文件名。
file-outside = 文件“{ $file }”在站点文件夹之外。请把它复制到该文件夹内，并用正斜杠的相对路径书写。
file-large = 文件“{ $file }”超过 { $most } MB。请换用较小的文件；一年的 15 分钟数据约需 2 MB。
file-encoding = 文件“{ $file }”不是 UTF-8 编码（第 { $byte } 字节）。请另存为 UTF-8。
file-unreadable = 文件“{ $file }”无法读取：{ $detail }。请确认它是文件且您有读取权限。
toml-syntax = 不符合 TOML 语法：{ $detail }。请改正该行；文本要加引号，同一表内名称不能重复。
file-exists = “{ $file }”已经存在，未作改动。请另选文件夹，或先把它移走。
file-unwritable = 无法在此写入起始文件：{ $detail }。请选择有写权限的文件夹。
new-name = “{ $found }”不能作为站点名。请使用字母、数字、“-”和“_”，并以字母或数字开头。

# 字段
field-missing = 缺少字段“{ $field }”。请补上。
field-unknown = 未知字段“{ $field }”。请删除，或改用：{ $known }。
field-unknown-near = 未知字段“{ $field }”；是否想写“{ $near }”？
field-limit = { $found } 不合规定：必须 { $sign } { $limit }{ $unit ->
    [none] {""}
   *[other] {" "}{ $unit }
}。请改正该数值。
field-magnitude = { $found } 过大：最多为 { $limit } { $unit }。请检查单位，此处应以 { $unit } 为单位。
field-fraction = { $found } 不合规定：比例或效率必须 { $sign } { $limit }。95 % 请写作 0.95。
field-finite = { $found } 不是可用的数值。请填写有限数值，或删去该字段。
field-type = “{ $found }”的类型不对；应为{ $expected ->
    [float] 数值
    [int] 整数
    [bool] true 或 false
    [string] 加引号的文本
    [tuple] 方括号列表
    [dict] 表
    [model] 表
    [date] 日期，例如 2026-07-15（不加引号）
   *[other] 其他类型（{ $expected }）
}{ $unit ->
    [none] {""}
   *[other] ，单位 { $unit }
}。请改正。
field-choice = “{ $found }”不在可选范围内：{ $known }。请选用其中之一。
field-choice-near = “{ $found }”不在可选范围内（{ $known }）；是否想写“{ $near }”？
field-name = “{ $found }”不能作为名称。请使用字母、数字、“-”和“_”，并以字母或数字开头。
field-short = 内容太少。请至少给出 { $least } 项。
field-provenance = “{ $found }”没有说明数值的来历。请为整张表写一段文字，或写成每个字段一段文字的表（“*”代表其余字段）。
field-provenance-field = 为 { $field } 写了来源或假设，但它不是此表的字段。请改正名称。
field-other = “{ $found }”无法使用：{ $detail }。请改正。

# 站点：地点、母线、设备
site-time-zone = “{ $found }”不是时区。请使用 IANA 名称，例如 Asia/Shanghai 或 Europe/Athens。
site-country = 没有国家“{ $found }”的节假日数据。请使用两位 ISO 3166 代码，例如 CN 或 GR。
site-step = 步长 { $found } 分钟不能整除一小时。请使用 1、2、3、4、5、6、10、12、15、20、30 或 60。
site-type-missing = 该设备没有类型。请加上 type = "..."，可选：{ $known }。
site-type-unknown = “{ $found }”不是设备类型。请使用：{ $known }。
site-type-near = “{ $found }”不是设备类型；是否想写“{ $near }”？（全部类型：{ $known }。）
site-bus-unknown = 没有母线“{ $found }”。请使用 { $known }，或增加表 [buses.{ $found }]。
site-bus-carrier = 该母线的能源类型为 { $found }，此字段需要 { $wanted } 母线。请改用“{ $bus }”以外的母线，或修改 [buses.{ $bus }] 的 carrier。
network-one-end = 支路两端必须是不同母线，现在都是“{ $found }”。请修改 from_bus 或 to_bus。
site-bus-empty = 该母线上没有任何设备。请删除该母线，或接入设备。
site-bus-unfed = 该母线上有负荷，却没有供电来源。请接入联络线或电源。
site-two-ties = 母线“{ $bus }”已有联络线“{ $other }”。每条母线只保留一条联络线，否则功率会形成环流。
site-one-of = { $fields } 中必须恰好给出一个。请删减或补充。
site-at-most-one-of = { $fields } 互相排斥。请至多保留一个。
site-together = { $fields } 必须同时给出或同时省略。
site-twelve = 给出了 { $found } 个值，但一年有十二个月。请从一月起给出 12 个。
site-twelve-of = “{ $field }”有 { $found } 个值，但一年有十二个月。请从一月起给出 12 个。
site-min-above-max = “{ $low }”大于“{ $high }”。请对调或改正。
site-initial-outside = 初始电量 { $found } 不在允许的最低与最高电量之间。请选取其间的值。
site-export-forbidden = reverse_flow 为 "forbidden"（禁止倒送），却给出了 { $found } MW 的上网功率。请令 export_mw_max = 0，或令 reverse_flow = "allowed"。
site-clock = “{ $found }”不是时刻。请写作 "08:15"；"24:00" 表示一天结束。
site-clock-span = “{ $found }”不是时段。请写作 "16:00-22:00"；"24:00" 表示一天结束。
site-clock-step = { $found } 不在 { $step } 分钟的步长上。请使用 { $step } 分钟的整数倍，或缩短 step_minutes。
site-name-twice = “{ $found }”在此出现不止一次。请各取不同名称。

# 负荷
site-window-midnight = 时间窗 { $found } 跨越零点，而一天的计划从 00:00 到 24:00。请分成晚间和早间两个。
site-energy-window = { $energy } MWh 放不进时间窗 { $window }：满功率也只能用 { $most } MWh。请放宽时间窗，或提高 power_mw_max。
site-preferred-window = 从 preferred_start 起运行 { $minutes } 分钟，超出了时间窗 { $window }。请在窗内足够早地开始。
site-batch-window = { $minutes } 分钟的运行放不进时间窗 { $window }。请放宽时间窗，或缩短功率曲线。
site-batch-step = 功率曲线长 { $minutes } 分钟，不是 { $step } 分钟步长的整数倍。请调整长度，或缩短 step_minutes。
site-unknown-batch = 批次“{ $batch }”要求排在“{ $found }”之后，但该设备没有此批次。请改正名称，或增加该批次。
site-circular = 批次顺序形成循环：{ $trail }。请删去一个 after。
site-after-days = 批次“{ $batch }”跟在“{ $found }”之后，但后者并非在其所有日子都运行。请让两者的 days 相同。
site-preferred-order = 批次“{ $batch }”会在“{ $found }”及其间隔结束之前开始。请推迟其 preferred_start。
site-preferred-together = 按 preferred_start，{ $batches } 会同时运行，但最多允许 { $most } 个。请移动某个 preferred_start，或提高 at_once_max。

# 目标
site-windows-no-tie = 高峰时段取自电价时段，但站点没有带电价的联络线。请在 windows 中按时刻给出。
site-windows-kind = 电价“{ $tariff }”没有 { $found } 类时段，窗口将为空。请使用它具有的类别：{ $known }。
site-order = 顺序“{ $found }”不可用。每个阶段只写一次，且必须含 cost；可选阶段：{ $known }。
site-order-unknown = “{ $found }”不是本站点的可再生能源设备。请使用：{ $known }。

# CSV 表格
table-column-missing = 缺少列“{ $column }”（现有：{ $found }）。请补上。
table-column-unknown = 未知列“{ $column }”。请删除；该表可以有：{ $known }。
table-empty = 该表{ $rows ->
    [0] 没有数据行
   *[other] 只有 { $rows } 行
}，太少。请补上数据行。
table-rows = { $rows } 行不能构成等步长的一天。请给出 24、48、96 行，或其他能整除一小时的步数。
table-label = 此处应为标签“{ $expected }”，却是“{ $found }”。标签是各等长时段的结束时刻，直到 24:00，不得缺漏或重复。
table-not-number = 列“{ $column }”中的“{ $found }”不是有限数值。请填写；软件不会替您补数或丢弃。
table-share = 列“{ $column }”中的 { $found } 不是 0 至 1.5 之间的峰值比例。请把数值除以峰值。
table-negative = 列“{ $column }”中的 { $found } 为负。用电需求应不小于 0；若按注入书写，请改变符号。
table-stamp = “{ $found }”不是时间。请写作 2026-07-15T00:00+08:00。
table-naive = 时间“{ $found }”没有注明时区。请加上偏移量，例如 2026-07-15T00:00+08:00。
table-step = 前两个时间相差 { $found }，不能整除一小时。请按顺序给出 60 分钟或更短的等步长。
table-gap = { $before } 之后是 { $found }，而步长为 { $step } 分钟。请补上缺口，或按顺序排列各行。
table-duplicate = 时间 { $found } 在此重复。请删去其中一行。
table-more = 该表还有 { $count } 处问题。请先改正以上各处。
table-power-curve = 风速 { $speed } m/s、功率 { $power } MW 不合理。风速须逐行增大，单台风机功率在 0 至 30 MW 之间。
table-cells = 该行有 { $found } 个单元格，而表头有 { $expected } 列。请增删单元格。
site-series-span = 序列从 { $begin } 到 { $end }，而需要 { $wanted } 到 { $wanted_end }。请给出覆盖该日的序列，或改排序列覆盖的日期。

# 电价
tariff-ratio = 时段 { $kinds } 没有浮动比例。请在 ratios 中补上。
tariff-overlap = { $month } 月 { $clock } 同时属于两类时段：{ $kinds }。请缩短其中之一。
tariff-two-versions = 会有两个版本同时有效（起始于 { $dates }）。请各给不同的 effective_from，并让前一版本在后一版本开始前结束。
tariff-until = 该版本结束于 { $until }，早于其开始日 { $begin }。请改正其中一个日期。
tariff-no-version = { $date } 没有有效的电价版本（各版本起始于 { $known }）。请增加版本，或改排有版本的日期。
tariff-holiday = { $country } 的日历中没有节日“{ $found }”。请使用：{ $known }。

# 日历
calendar-beyond = { $country } 的节假日只知道 { $years } 年。请选择其中的日期，或在下一年公布后更新“{ $library }”库：pip install --upgrade { $library }

# 当日情况
day-asset = 站点没有设备“{ $found }”。请使用：{ $known }。
day-not-tie = “{ $found }”不是与电网的联络线。请改为限制：{ $known }。
day-grid-limit-empty = 该限制既没有 import_mw_max 也没有 export_mw_max。请至少给出一个。
day-pin-form = 固定出力需给出 injection_mw，或 is_on = false。请恰好给出其一；不能只固定开机而不给功率。
day-pin-contradicts = 该资产在此被固定为 { $found } MW，但第 { $number } 个固定项在同一时段将其固定为 { $other } MW。请保留其一，或将时段错开。
day-pin-sign = { $found } MW 的符号不对：{ $role ->
    [load] 负荷取用功率，应不大于 0
    [unit] 机组送出功率，应不小于 0
   *[renewable] 可再生能源送出功率，应不小于 0
}。

# 起始状态
state-site = 该状态属于站点“{ $found }”，而不是“{ $wanted }”。请给出本站点的状态。
state-date = 该状态的日期是 { $found }，而要安排的是 { $wanted }。请给出当日零点的状态。
state-asset = 站点没有设备“{ $found }”。请使用：{ $known }。
state-level = 电量 { $found } MWh 超过储能可存的 { $most } MWh。请改正。
state-kind = “{ $found }”的类型为 { $type }，没有 { $field }。请删除该项，或改用其中之一：{ $known }。
state-kind-none = “{ $found }”的类型为 { $type }，没有 { $field }；场站的其他资产也没有。请删除该项。
state-note-level-absent = 状态文件未给出储能 { $asset } 的电量：取场站自身的假定 { $level } MWh。
state-note-level-low = 储能 { $asset } 的初始电量为 { $level } MWh，低于其 soc_frac_min 对应的 { $least } MWh。
state-note-level-high = 储能 { $asset } 的初始电量为 { $level } MWh，高于其 soc_frac_max 对应的 { $most } MWh。

# 设备类型（`site check` 计数）
type-pv = 光伏阵列
type-wind = 风电场
type-battery = 电池储能
type-grid = 电网联络线
type-load = 刚性负荷
type-interruptible_load = 可中断负荷
type-shiftable_load = 可平移负荷
type-batch_load = 批次负荷

# 数值的来历，以及 `site check` 的概要
site-default = 软件默认值
site-check-name = 站点
site-check-place = 地点
site-check-steps = 时段
site-check-steps-of = 每日 { $count } 个，每个 { $minutes } 分钟
site-check-buses = 母线
site-check-capacity = { $role ->
    [renewable] 可再生能源
    [unit] 可调度机组
    [store] 储能
    [load] 负荷（最大值之和）
   *[tie] 联络线（受电）
}
site-check-mw = 功率 { $power } MW
site-check-mw-mwh = 功率 { $power } MW，电量 { $energy } MWh
site-check-tariff = 电价
site-check-second-hand = { $name }（二手资料，请核对原文）
site-check-sources = 有来源的数值
site-check-assumptions = 属于假设的数值
site-check-defaults = 沿用软件默认的数值
site-check-unlabelled = 既无来源又未注明假设的数值
