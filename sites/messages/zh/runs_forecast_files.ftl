# 查找已存档的预测、对外报送的文件、场站参数。

cli-forecast-list-short = 列出站点已存档的预测。
cli-forecast-list = 按日期和发布时间列出站点已存档的预测。
cli-forecast-show-short = 显示已存档的预测。
cli-forecast-show = 按站点、日期和发布时间显示已存档的预测；不指定时取当日最后一次发布。
cli-forecast-export-short = 把已存档的预测写成报送文件。
cli-forecast-export = 把已存档的预测写成电网公司接收的形式：E 文本，或 CSV、Excel 点表。各资产逐时段功率，单位 MW；负荷以用电为正。
cli-forecast-parameters-short = 由历史数据估计场站参数。
cli-forecast-parameters = 由实测数据估计光伏阵列和风电场的参数及其离散程度，并与站点文件所写的并列。
cli-runs-export-short = 把某次运行的计划写成报送文件。
cli-runs-export = 把某次运行的计划写成电网公司接收的形式：E 文本，或 CSV、Excel 点表。注入站内母线为正（放电、购电），从母线流出为负（充电、售电）；负荷以用电为正。

cli-option-forecast-list-date = 只列这一天的预测。
cli-option-list-from = 只列这一天及以后的预测。
cli-option-list-to = 只列这一天及以前的预测。
cli-option-forecast-day = 所预测的当地日期。
cli-option-issue = 哪一次发布：发布时间（2026-07-14T09:00，未写时差则为 UTC），或其编号或末六位的开头。默认：最后一次。
cli-option-points = 同时显示当日每个时段；有 80% 区间的一并显示。
cli-option-as = 写成什么：E 文本（e-file），或 CSV、Excel 点表。
cli-option-export-to = 要写的文件。
cli-option-export-asset = 要写的资产，及接收方所用的名称；多个资产则多次给出。默认：全部，用其自身名称。
cli-option-export-encoding = E 文本或 CSV 的编码。默认：utf-8。
cli-option-export-entity = E 文本文件头的实体；若只指定一个 --asset，也是其表的实体。默认：站点名称。
cli-option-export-force = 文件已存在时予以替换。
cli-option-parameters-history = 某资产迄今的实测数据，每个资产一次；映射文件说明各列含义，否则自动识别。
cli-option-weather-height = 历史数据中风速的离地高度，米。默认：10。

## 列表

forecast-list-issued = 发布时间
forecast-list-issue = 编号
forecast-list-weather = 气象
forecast-list-scenarios = 场景
forecast-list-methods = 预测依据
forecast-list-synthetic = 典型年
forecast-list-none = { $site } 在这些日期没有已存档的预测（存档：{ $root }）。
forecast-list-days = 只能给某一天，或给首日与末日。请去掉 --date，或去掉 --from 和 --to。
forecast-step-ending = 时段（末）
forecast-issue-unknown = { $date } 没有发布过“{ $found }”的预测。现有：{ $some }。

## 报送文件

export-done = 已写入：{ $path }（{ $steps } 个时段）
export-asset-line = { "  " }{ $asset }：{ $energy } MWh 电量
export-asset = { $site } 此处没有“{ $found }”。现有：{ $known }。
export-asset-twice = “{ $found }”出现了两次；每个资产、每个名称只能出现一次。
export-form = 未知的形式“{ $found }”。可用：{ $known }。
export-suffix = 写成 { $form } 的文件须以 { $wanted } 结尾。
export-e-suffix = E 文本不能以“{ $found }”结尾，否则会被当作表格。请改用其他后缀，如 .WPD、.txt 或 .dat。
export-encoding = 未知的编码“{ $found }”。请用 utf-8 或 gbk。
export-encoding-workbook = Excel 工作簿没有可选的编码。请去掉 --encoding { $found }。
export-entity = 点表（{ $form }）没有文件头。请改用 --asset 资产=名称 为各列命名。
export-folder = 无法写入 { $found }：它是文件夹，或其所在文件夹不存在。
export-exists = { $found } 已存在。请换个名称，或加 --force 予以替换。

## 场站参数

parameters-name = 参数
parameters-estimate = 历史估计
parameters-spread = 离散程度
parameters-stated = 站点文件
parameters-apart = 不一致
parameters-history = 没有给出历史数据。请添加 --history 资产=文件，每个资产一次。
parameters-asset = 不估计 { $found } 的参数。可估计的有：{ $known }。
parameters-note-losses = { $asset }：与所写容量 { $capacity } MW 相符的损失不存在；请检查容量，或历史数据是否属于此资产。
parameters-note-apart = { $asset }：站点文件中 { $names } 与历史估计相差超过两倍离散程度。请检查站点文件或历史数据。
parameters-note-plane = { $asset }：倾角和方位角依据 { $days } 个晴天；倾角的不确定度比其离散程度还要大几度。
parameters-note-tracker = { $asset }：站点文件写明为跟踪式；单一的倾角和方位角意义不大。
parameters-note-hub = { $asset }：由历史数据无法判定轮毂高度：地形和气象预报自身的误差也都在风速系数中。请用 speed_factor。
parameters-note-height = { $asset }：历史数据的风速按离地 { $height } 米处理；可用 --weather-height 指定其他高度。
parameter-tilt = 与水平面的夹角，度
parameter-azimuth = 自正北起，度
parameter-full-sun-power = 1000 W/m²、25 °C 时的交流功率，MW
parameter-losses = 占所写容量的份额
parameter-temperature-coefficient = 每 °C
parameter-capacity = 曾达到的最大值，MW
parameter-speed-factor = 轮毂处风速与气象风速之比
parameter-hub-height = 按 0.1 米粗糙度的对数廓线，米
parameter-efficiency = 强风时占所写容量的份额
parameter-diffusion = 各机组之间风速的差异
