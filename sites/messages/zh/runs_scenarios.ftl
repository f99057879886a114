# 预测的场景、事后数据、容量不符的历史数据
cli-option-keep = 只保留 N 个能代表全部的场景，并给出概率。默认：全部保留。
cli-option-hindsight = 允许使用在预测发布时刻尚不可知的气象（过去某日的 era5、nasa-power、pvgis）。该预测会标为事后预测，绝不当作真实预测来评分。
forecast-hindsight = 事后预测：所用气象在发布时刻尚不可知。它不是真实预测，也不会作为真实预测评分。
forecast-note-assumed-spread = 假设：没有历史数据说明 { $assets } 的预测会偏差多少；场景的离散程度按资产种类假设（assumed_spread.toml），并非实测。请给出 --history 资产=文件 以便学习。
forecast-note-members = { $assets }：场景取自集合气象预报的 { $count } 个成员，每个成员是一种天气，经站点物理模型计算。
forecast-note-members-repeated = 集合预报只有 { $count } 个成员，却要 { $drawn } 个场景：成员会重复出现，仅在不受天气影响的部分有所不同。
forecast-note-reduced = 从 { $drawn } 个场景中保留了 { $kept } 个；每个代表与其最近的若干场景，并带有它们的概率。
forecast-note-physics = { $asset }：校正以站点物理模型在历史气象上的结果为起点；历史风速视为离地 10 米。
forecast-note-history-size = { $file }：{ $asset } 的实测最高 { $found } MW，是站点文件中 { $rated } MW 的 { $ratio } 倍。请检查单位（kW 或 MW）、列映射，以及是否为同一电站。
forecast-history-size = 历史数据显示 { $asset } 为 { $found } MW，是站点文件中 { $rated } MW 的 { $ratio } 倍：不可能属于该资产。请检查映射中的单位（kW 或 MW）、所取的列、文件是否属于 { $asset }；或更正站点文件。
forecast-keep-count = 无法从 { $scenarios } 个场景中保留 { $found } 个。请给出 --scenarios N，且 --keep 在 1 与 N 之间。
forecast-hindsight-source = 事后数据只用于网络气象服务。请添加 --source 名称，或去掉该选项。
forecast-note-weather-unknown = { $asset }：历史数据中的 { $columns } 在当日没有数值；模型不使用它们。
