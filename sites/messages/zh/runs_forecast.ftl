# 命令
cli-forecast-short = 预测一天，并为预测评分。
cli-forecast = 预测站点一天的电源与负荷（hengli forecast 站点 --date 日期），或评价预测的好坏（hengli forecast score）。
cli-forecast-make-short = 预测站点的一天；“make”可省略。
cli-forecast-make = 根据气象、各场站自身的历史和场站自报预测，预测站点的一天，并连同发布时间一起存档。
cli-forecast-score-short = 评价预测的好坏。
cli-forecast-score = 按行业公式为预测评分，并与持续法、气候平均、二者的最佳组合及场站自报预测并列。可对历史数据回测（--history 文件）：其最后一段逐日预测，只用前一日 09:00 已知的信息；也可为站点已存档的预测评分（站点 --from 日期 --to 日期 --history 资产=文件）。同时生成报告。
cli-argument-score-site = 要为其已存档预测评分的站点；不给则对 --history 回测。
cli-option-weather-mapping = 说明气象文件各列含义的 TOML 文件。
cli-option-source = 不用文件，而用此名称的网络气象服务。
cli-option-asset-history = 某资产迄今的实测数据，用于校准其预测。每个资产一次；映射文件说明各列含义，否则自动识别。
cli-option-plant = 场站自报的当日预测：直接代表该资产；若该资产有历史数据，则参与组合。文件含多个场站时请指明实体或列，否则取与资产同名者。
cli-option-scenarios = 抽取的联合场景数。默认：不抽取，仅用均值。
cli-option-forecast-seed = 随机抽取的种子。默认：0。
cli-option-score-history = 实测数据：用于回测的文件；指定站点时为 资产=文件，每个资产一次。
cli-option-mapping = 说明历史数据各列含义的 TOML 文件。
cli-option-capacity = 误差所对照的开机容量。默认：由历史数据估计。
cli-option-share = 历史数据中用于预测并评分的最后部分，0 到 1。默认：0.3。
cli-option-kind = 历史数据的类型。默认：按各列识别。
cli-option-zone = 历史数据的时区（当时间戳和映射都未说明时）。
cli-option-from = 评分的第一天。
cli-option-to = 评分的最后一天。
cli-option-region = 按哪个区域的规则考核，例如 central-china，或同样格式的 TOML 文件。
cli-option-report = 报告的位置。默认：存档的 _scores 文件夹。

# 一天的预测
forecast-headline = { $site }，{ $date }：预测发布于 { $time }
forecast-weather = 气象：{ $source }
forecast-weather-synthetic = 气象：典型年中的合成日，并非当日的真实预报。
forecast-asset = 资产
forecast-method = 预测依据
forecast-energy = 电量，MWh
forecast-peak = 峰值，MW
forecast-peak-at = 峰值所在时段（末）
forecast-spread = 各场景，MWh
forecast-method-physics = 气象与站点
forecast-method-history = 自身历史
forecast-method-plant = 场站自报预测
forecast-folder = 已存档于 { $path }
forecast-notes-more = { "  " }…… 另有 { $count } 条，见 forecast.json。
forecast-note-plant = { $asset }：直接采用场站自报预测；没有历史数据可用来评判。
forecast-note-weather-filled = { $asset }：历史数据不含当日气象；{ $columns } 取自当日气象，可能与模型学习所用的不同。
forecast-note-plant-filled = { $asset }：场站自报预测缺 { $count } 个点，由气象与站点的预测代替。
forecast-note-clipped = { $asset }：预测最高 { $given } MW，只保留不超过 { $rated } MW。
forecast-note-no-band = { $asset }：过去的预测太少，无法给出可信程度；没有分位数。
forecast-note-mean = 均值预测是唯一的场景，也是编制计划的依据。

# 问题
forecast-asset-file = 应为 资产=文件、资产=文件:mapping.toml，--plant 还可为 资产=文件:实体；实际为“{ $found }”。
forecast-asset-twice = 资产 { $asset } 出现了两次。请只保留一个文件。
forecast-asset-unknown = { $site } 没有可预测的资产“{ $found }”。现有：{ $known }。
forecast-no-file = 没有这个文件：{ $path }。请检查名称。
forecast-two-sources = 气象文件与网络服务只能给一个。
forecast-scenario-count = 无法生成 { $found } 个场景：应为 0 到 { $most }。
forecast-steps-missing = 当日 { $steps } 个时段中有 { $count } 个没有数值。请提供覆盖全天的文件。
forecast-not-archived = { $site } 没有 { $date } 的已存档预测（存档：{ $root }）。可用此命令生成：hengli forecast { $site } --date { $date }
forecast-issue-ambiguous = 有 { $count } 个预测以“{ $found }”开头：{ $some }。请多给几个字符。
forecast-score-span = 最后一天 { $last } 早于第一天 { $first }。请对调。
forecast-score-measured = 没有说明实测数据。请添加 --history 资产=文件，每个要评分的资产一次。
forecast-score-none = { $first } 至 { $last } 没有在当日开始之前存档的预测（存档：{ $root }）；事后预测不算。
forecast-score-note-days = { $days } 天中有 { $found } 天存有预测；只为这些天评分。
forecast-score-share = 评分部分为 { $found }；请给出 0 与 1 之间的数。
forecast-score-capacity = 容量为 { $found } MW；请给出大于 0 的数。
forecast-score-kind = 未知类型“{ $found }”；可用：{ $known }。
forecast-score-what = 请说明为什么评分：一个 --history 文件用于回测，或给出站点及 --from、--to。
forecast-score-days = 站点评分需要起止两天。请添加 --from 和 --to。
forecast-score-days-of-site = 日期属于站点；回测使用 --share。请去掉日期，或给出站点。

# 评分的表格与报告
score-title = 预测评分
score-forecaster = 预测
score-forecaster-own = 本预测
score-forecaster-weather-only = 仅气象与历史
score-forecaster-vendor = 场站自报
score-forecaster-persistence = 持续法
score-forecaster-climatology = 气候平均
score-forecaster-mix = 二者最佳组合
score-points = 点数
score-rmse = 均方根误差
score-rmse-with-curtailed = 含限电的均方根误差
score-mae = 平均绝对误差
score-bias = 偏差
score-accuracy = 准确率
score-qualified = 合格率
score-skill = 技巧
score-ratio-vendor = 与自报误差之比
score-assessed = 考核电量，MWh
score-kind-wind = 风电
score-kind-pv = 光伏
score-kind-load = 负荷
score-about = { $name }（{ $kind }），{ $begin } 至 { $end }
score-counts = { $steps } 个时段中评分 { $points } 个；剔除：无实测 { $missing } 个，限电 { $curtailed } 个。误差均相对于 { $capacity } MW。
score-region = 按{ $title }规则考核；来源：{ $source }。
score-second-hand = { $title }规则仅为转述：不可据此结算。
score-region-without = { $title }没有针对{ $kind }的规则。
score-probability = 概率
score-quantiles = 分位数
score-scenarios = 场景
score-flat = 无离散
score-crps = 连续分级概率评分
score-crps-share = 占容量
score-coverage = 落入 80 % 区间
score-width = 区间宽度
score-by-lead = 按提前时间的误差
score-by-month = 按月的误差
score-by-hour = 按一天中小时的误差
score-across-lead = 距预测截止的小时数
score-across-month = 月份
score-across-hour = 当地小时
score-rmse-of-capacity = 均方根误差，占容量
score-group = 分组
score-figure-alt = { $title }：{ $count } 个数值，本页表格中也有。
score-reliability = 可靠性
score-reliability-caption = 实测值低于各分位数的比例；相等者分摊。可信程度恰当的预测落在对角线上。
score-nominal = 分位数水平
score-observed = 实测低于
score-rank-caption = 实测值落在相邻分位数或场景之间的比例；红色标记为应有值。两端高：区间过窄；中间高：过宽；倾斜：有偏差。
score-rank-gap = 间隔，自最低值以下起
score-rank-share = 实测比例
score-rank-expected = 应有
score-definitions = 均方根误差、平均绝对误差和偏差均占容量；准确率 = 1 − 均方根误差；合格：误差低于容量的 25 %。技巧 = 1 − 均方根误差 / 持续法与气候平均最佳组合的均方根误差，后者同样只知道前一日 09:00 之前的实测。
score-notes = 假设或修补：
score-report = 报告：{ $path }
score-footer = 由 hengli 根据预测与实测生成；参照方法与预测遵守同一截止时间。

# 历史数据清洗结果
history-cleaned = { $file }：清洗：{ $told }。
history-cleaned-nothing = { $file }：清洗：无须剔除。
history-cleaned-join = 、
cleaned-missing = 缺测 { $count } 个
cleaned-gaps = 缺测共 { $count } 段
cleaned-longest-gap = 最长一段 { $count } 个时段
cleaned-curtailed = 限电 { $count } 个
cleaned-stuck = 数值不变 { $count } 个
cleaned-out-of-range = 超出范围 { $count } 个
cleaned-negative = 负值 { $count } 个
cleaned-spike = 尖峰 { $count } 个
cleaned-far-from-level = 远离通常水平 { $count } 个
cleaned-sentinel = 以特定数值表示缺测 { $count } 个
cleaned-unreadable = 不是数字 { $count } 个
cleaned-missing-stamps = 没有数据行的时段 { $count } 个
cleaned-off-grid-stamps = 不在时段上的时标 { $count } 个
cleaned-rows-without-stamp = 没有时标的行 { $count } 行
cleaned-skipped-clock = 落在跳过一小时内的时标 { $count } 个
cleaned-midnights-moved = 移动的零点 { $count } 个
cleaned-duplicate-rows = 重复行 { $count } 行
cleaned-further-issues = 同一时段的另一次预测 { $count } 个
