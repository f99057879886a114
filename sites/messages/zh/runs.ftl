# 顶层：存档、日初状态、计划表、进度与运行摘要。

# 机器拒绝的操作
run-disk-full = 磁盘已满，本次运行未留下任何内容。请清理空间，或用 --archive 或 HENGLI_ARCHIVE 另选文件夹。
run-not-writable = 该文件夹不可写，本次运行未留下任何内容。请修改权限，或用 --archive 或 HENGLI_ARCHIVE 另选文件夹。
run-not-written = 写入失败：{ $detail }。本次运行未留下任何内容。请检查磁盘，或用 --archive 或 HENGLI_ARCHIVE 另选文件夹。

# 存档
run-id-unknown = 没有以“{ $found }”开头的已存档运行（存档：{ $root }）。请用 hengli runs list 查看。
archive-no-folder = 这是一个文件，不是归档文件夹。请用 --archive 或 HENGLI_ARCHIVE 指定文件夹。
archive-not-there = 该文件夹不存在。请更正 --archive 给出的名称。
run-id-ambiguous = 有 { $count } 个已存档运行以“{ $found }”开头：{ $some }。请多写几位编号。
run-unreadable = 已归档运行的这一部分缺失或无法读取。请恢复该文件，或将该运行的文件夹移出归档。

# 输入
input-encoding = 文件不是 UTF-8 编码（第 { $byte } 字节）。请另存为 UTF-8。
input-not-there = 没有该文件。请检查文件名和当前文件夹。
input-unreadable = 无法读取文件：{ $detail }。请检查文件名和读取权限。
demand-above-energy = 该负荷在 { $date } 需要 { $wanted } MWh，但每日至多供 { $most } MWh，因此不作削减的基准日已突破该限值。请调高 energy_mwh_max，或调低需求。
json-syntax = 不是有效的 JSON：{ $detail }。请改正该行。
json-not-table = 应为花括号中的 JSON 对象，实为 { $found }。请参照任一已存档运行的 state.json 书写。

# 运行的说明
note-issue-assumed = 该日不在今后七天之内，预测视为于站点当地时间 { $time } 发布。
note-state-assumed = 未找到 { $date } 的计划或实测：日初状态采用站点自己的假设。
note-state-plan-unfit = { $date } 的计划 { $id } 与站点已不相符：日初状态采用站点自己的假设。
note-state-plan-unreadable = { $date } 的计划 { $id } 的日末状态无法读取（{ $file }）：初始状态为场站自身的假定。
note-peak-carried = 当月已计费最大需量沿用本日之前最近一次运行 { $id }（{ $date }）的数值。
note-peak-carried-measured = 当月已计费最大需量沿用 { $date } 日末的实测值（{ $path }）。
note-before-unreadable = 前一日的预测无法读取（{ $file }）：未能检查与前一日相比的突变。
note-issued-unreadable = 本日已发布的计划无法读取（{ $file }）：没有可退回的计划。
note-state-from-issued = 日初状态取自 { $date } 已发布计划 { $id } 的日末。
note-state-from-draft = { $date } 没有已发布的计划：初始状态假定执行其草案 { $id }（状态最好者中最新的一份）。
note-state-from-measured = 日初状态取自 { $date } 的实测日末（{ $path }）。
note-history-left-out = { $date } 未纳入历史：{ $reason }
note-history-weather-typical = 文件 { $file } 不适用于该日；气象取自典型年。

# 计划表
plan-suffix = 计划表应为 .csv 或 .xlsx 文件，实为“{ $found }”。请另存为其中之一。
plan-large = 文件超过 { $most } MB。一天的计划表远小于此，请检查文件。
plan-empty = 表是空的。请从已存档运行的 plan.csv 或 plan.xlsx 开始。
plan-encoding = 文本既非 UTF-8 也非 GB 18030。请另存为“CSV UTF-8”。
plan-syntax = 无法读取该表：{ $detail }。请重新存为 CSV 或 Excel 工作簿。
plan-wide = 在最后一列（共 { $columns } 列）之外还有单元格。请删除，或检查多余的分隔符。
plan-two-runs = 各行属于不同的运行：{ $found }。请只保留一次运行的行。
plan-of-no-run = 表中未说明属于哪次运行。请用 --run ID 指明，或用 --site 和 --date 指明日期。
plan-column-twice = 列“{ $column }”出现多次。请只留一列。
plan-column-unknown = 未知的列“{ $column }”。请删除；各列以该运行的 plan.csv 为准。
plan-column-near = 未知的列“{ $column }”；是否应为“{ $near }”？
plan-column-missing = 缺少列“{ $column }”。请按该次运行自身的 plan.csv 补回：决策不会被猜测。
plan-rows = 共有 { $found } 行，而该日有 { $expected } 个时段。请每个时段一行，不多不少。
plan-label = 标签为“{ $found }”，应为“{ $expected }”：各行按时段末排列。请按顺序排列，每行一次。
plan-not-number = 列“{ $column }”为“{ $found }”，不是数字。请用小数点书写数字，不带单位。
plan-cell-empty = 列“{ $column }”在此为空。请填数字；没有功率则填 0。
plan-more = 还有 { $count } 个同类问题。请先改正以上问题，再检查一次。
plan-note-comma = 表中有 { $count } 个单元格以逗号作小数点，已按此读取。
plan-note-encoding = 表不是 UTF-8 编码；已按 GB 18030（GBK）读取，即中文系统上 Excel 的保存方式。

# 计划表的审核
check-headline = { $site }，{ $date }：{ $whose }
check-against-run = 与运行 { $id } 对照
check-against-day = 与站点和当日预测对照
check-edited = 改动的单元格：{ $cells } 个，位于 { $columns }。
check-unedited = 没有单元格与计划不同。
check-absent = 表中没有、沿用计划数值的列：{ $count } 列。
check-completed = 已由决策量（充电、放电、中断、任务、批次）重新计算：电量水平、购电与外送功率、弃电、指标与成本。
check-overruled = 有 { $cells } 处更改未被采用，因为这些列由决策重新计算：{ $columns }。
check-not-judged = 该运行的成本、指标与响应能力不在表中，未作审核；--complete 会重新计算成本和指标。
check-good = 没有问题：该表可以执行。
check-findings = 发现 { $count } 个问题：
check-before = 计划
check-after = 表

# 进度
progress-day = 日期 { $date }
progress-day-of = 第 { $place } 天，共 { $count } 天：{ $date }
doing-inputs = 读取站点与输入
doing-weather = 气象
doing-forecast = 预测
doing-schedule = 调度
doing-build = 建立模型
doing-shaving = 阶段：削峰
doing-absorption = 阶段：消纳
doing-cost = 阶段：成本
doing-smooth = 阶段：平稳运行
doing-price = 计算阶段的代价（{ $stage }）
doing-capability = 响应能力
doing-audit = 审核
doing-archive = 存档
doing-report = 对比与报告
doing-solver = 求解器：{ $name }

# 运行摘要
summary-gap = （间隙 { $gap }）
summary-headline = { $site }，{ $date }：{ $status }{ $gap }，{ $shaving }（{ $issued }，运行 { $id }）
summary-weather = 气象：{ $weather }
summary-weather-typical = 合成典型年，随机种子 { $seed }
summary-weather-synthetic = 合成
summary-weather-elsewhere = 取自 { $distance } km 外
summary-weather-given = 取自文件
summary-shaving-met = 削峰目标达成
summary-shaving-missed = 削峰目标未达成，差 { $power } MW
summary-shaving-none = 无峰可削
summary-unserved = { $energy } MWh 未供
summary-shaving-not-counted = 不计目标
summary-capability-met = 可调用响应能力：{ $power }，目标 { $target } 达成（尚未作为约束）
summary-capability-missed = 可调用响应能力：{ $power }，目标 { $target } 未达成（尚未作为约束）
summary-capability-none = 可调用响应能力：{ $why }（尚未作为约束）
summary-issued = 已发布
summary-draft = 草案
summary-figure = 指标
summary-value = 数值
summary-target = 目标
summary-rank = 名次
summary-best = 其他日最优
summary-median = 其他日中位数
summary-rank-of = 第 { $rank } 名，共 { $count }
summary-target-met = { $target }，达成
summary-target-missed = { $target }，未达成
summary-target-not-applicable = 不适用
summary-target-not-counted = 不计（{ $status ->
    [rule_based] 按规则制定
   *[other] 已松弛
}）
summary-not-computed = 未计算（{ $status ->
    [rule_based] 按规则制定
   *[other] 已松弛
}）
summary-no-notes = 除站点自己的假设外，没有其他假设或修补。
summary-notes = 假设或修补共 { $count } 项：
summary-more = …… 另有 { $count } 项，见报告
summary-whole-site = 整个站点
summary-relaxation = 已松弛：{ $asset }，{ $clause }，{ $steps } 个时段，共 { $total } MWh
collided = { $what }（{ $when }）
collided-reason = { $what }（{ $when }；{ $reason }）
collision-import-limit = { $asset } 的购电限额 { $value }
collision-export-limit = { $asset } 的上网限额 { $value }
collision-level-min = { $asset } 已到最低电量 { $value }
collision-level-max = { $asset } 已到最高电量 { $value }
collision-power-limit = { $asset } 已满功率 { $value }
collision-outage = { $asset } 检修，余 { $value }
collision-derate = { $asset } 降额至 { $value }
collision-grid-limit = { $asset } 的临时限额 { $value }
collision-pin = { $asset } 被固定为 { $value }
collision-demand = { $asset } 的需求 { $value }
summary-collisions = { "    " }与之冲突：{ $what }
summary-findings = 审核发现 { $count } 个问题，查明之前请勿执行该计划：
summary-report = 报告：{ $path }

# 列表
runs-list-id = 运行
runs-list-site = 站点
runs-list-day = 日期
runs-list-status = 状态
runs-list-targets = 削峰
runs-list-issued = 发布
runs-list-weather = 气象
runs-list-met = 达成
runs-list-missed = 未达成
runs-list-empty = 存档 { $root } 中没有运行。可用 hengli day-ahead ruichang 生成。
runs-list-none = 存档 { $root } 中没有该站点或该日的运行。可用 hengli runs list 查看全部。
runs-compare-figure = { $title }（{ $unit }）
runs-compare-ranks = 括号内为名次，1 为最优。各命令均可用这六位字符指称运行。
runs-like-distance = 距离
runs-like-none = 该站点没有可供对比的其他已存档日。
runs-issue-done = 运行 { $id } 现为 { $site } 在 { $date } 的已发布计划（发布人：{ $by }）。
runs-issue-already = 运行 { $id } 已经是 { $site } 在 { $date } 的已发布计划（发布人：{ $by }）；未作更改。
runs-issue-supersedes = 它取代了运行 { $id }。
runs-issue-by-unknown = 未知

# 其他结果
rerun-same = 计划相同（{ $id }）：最大差值 { $difference }；预测差值 { $forecast } MW；状态 { $now }。
rerun-other = 计划不同（{ $id }）：最大差值 { $difference }，位于 { $quantity }；预测差值 { $forecast } MW；状态原为 { $before }，现为 { $now }。
site-check-good = { $name }：没有问题。
site-new-done = 已写入：{ $path }。请改成您的站点，然后用 hengli site check { $path } 检查。
