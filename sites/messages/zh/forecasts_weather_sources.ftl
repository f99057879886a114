# 二层：来自表格、NetCDF、典型年与网络服务的气象。

## 文件

weather-tmy-unreadable = 这不是可读的典型年文件：{ $reason }
weather-tmy-rows = 典型年应有 8760 小时，此文件有 { $found } 小时
weather-nc-unreadable = 无法读取该 NetCDF 文件：{ $reason }
weather-nc-time = 未找到带日期的坐标“time”；现有：{ $found }
weather-nc-dimensions = 没有仅随时间变化的变量；现有：{ $found }；请先取出一个地点、一个成员
weather-nc-unit = { $field } 的单位为“{ $found }”；可用的有 { $known }

weather-note-headings = 按表头识别的列：{ $taken }。
weather-note-zone-assumed = 时标未注明时区，按站点时区 { $zone } 处理。
weather-note-unit-guessed = 表头“{ $column }”未注明单位；按数值大小取为 { $unit }。
weather-note-codes = { $field }：有 { $count } 个数值是缺测代码（{ $codes }）。
weather-note-doubled = 有 { $count } 行的时标重复；同一时标的各行取平均。
weather-note-gappy = 因有缺测而弃用：{ $fields }。
weather-note-first-member = 文件有 { $count } 个成员，取第一个。
weather-note-height-assumed = 数据源未给出地面高程；采用站点的 { $height } m。

## 网络服务

weather-service-unknown = 没有名为“{ $found }”的气象服务；可用的有 { $known }
weather-service-offline = 无法连接 { $host }（{ $reason }）；请检查网络后重试，或提供气象文件
weather-service-refused = 服务拒绝了请求：{ $reason }
weather-service-answer = 服务的应答与其文档不符：{ $reason }；请稍后重试或换用其他来源
weather-service-lacks = 服务没有 { $field } 的数据；请换用其他来源或日期
weather-service-begins = 服务自 { $begins } 起才有数据，而所需为 { $wanted }；请换用其他来源或日期
weather-service-reach = 服务最多保留 { $days } 天前的预报；在 { $issued } 发布的预报覆盖不到该日
weather-service-key = { $host } 需要账户密钥；请写入环境变量 { $variable }
weather-service-not-kept = 没有保存 { $issued } 时已知的预报；过去的日期请用 open-meteo-previous-runs
weather-note-offline = 无法连接服务；采用了 { $fetched } 获取的预报。

## 何时已知

weather-derived-implausible = ghi 不可能正确：由它推算的 { $field } 在 { $time } 会达到 { $found } W/m²（共 { $count } 个）。请检查 ghi 的单位，以及时间标记与太阳是否相符：时区、时段起点或终点
weather-known-later = 该气象数据自 { $known } 起才可知，晚于发布时刻 { $issued }；请用当时的预报（open-meteo-previous-runs），或用 --hindsight 作事后研究
weather-known-unsaid = 该气象数据未说明何时可知，因此 { $issued } 发布的预报不得使用；请补上 issue_time，或用 --hindsight 作事后研究
weather-note-hindsight = 事后数据：在发布时刻 { $issued } 尚不可知；真实预报不可能如此准确。
