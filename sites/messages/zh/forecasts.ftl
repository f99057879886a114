# 二层：气象、预测与调度前的关口。

## 不能使用的气象文件

weather-no-file = 无法读取该气象文件：{ $reason }
weather-suffix = 不支持后缀为“{ $found }”的气象文件；支持的有 { $known }
weather-no-suffix = 该气象文件没有扩展名，无法判断类型；可用的有 { $known }
weather-elsewhere = 该气象数据所在地距站点 { $distance } km，超过 { $most } km；请换用更近地点的文件，或用 --weather-elsewhere 明确允许
weather-span = 气象数据覆盖 { $begin } 至 { $end }，而所需为 { $wanted } 至 { $wanted_end }；请更换日期或文件
weather-no-climate = 站点文件没有 [climate] 表：请给出逐月气候平均值以生成典型年，或提供气象文件
weather-more = 另有同类问题 { $count } 个
weather-field-missing = 缺少字段 { $field }；气象数据必须包含它
weather-time-duplicate = { $field }：有 { $count } 个时标重复，首个在 { $time }；每个时段只能出现一次
weather-time-order = { $field }：有 { $count } 个时标倒退，首个为 { $time }（前一个是 { $before }）；请按时间排序
weather-time-gap = { $field }：有 { $count } 处不按 { $step } 分钟步长相接，首个为 { $time }（前一个是 { $before }）；请补全缺口或换用其他来源
weather-value-missing = { $field }：缺 { $count } 个数值，首个在 { $time }；程序不会编造数据，请补全
weather-value-negative = { $field }：有 { $count } 个负值，首个为 { $found }，在 { $time }；该量不能小于 0
weather-value-implausible = { $field }：有 { $count } 个数值超出 { $least } 至 { $most } { $unit }，首个为 { $found }，在 { $time }；{ $field ->
    [temp_air] 应为摄氏度，而不是开尔文或华氏度
    [pressure] 应为帕（Pa），而不是百帕
    [wind_speed] 应为米每秒，而不是千米每小时；毛刺和缺测代码须先剔除
    [wind_direction] 应为自北起算的角度，0 至 360
    [relative_humidity] 应为百分数
   *[other] 应为 W/m2 的平均值，而不是其他时长的焦耳或瓦时；缺测代码须先剔除
}
weather-night-light = 有 { $count } 个时段太阳在地平线以下却有强光，最大 { $found } W/m2，在 { $time }（太阳高度 { $elevation } 度）；时区或时标有误

weather-epw-unreadable = 这不是可读的 EPW 文件：{ $reason }
weather-epw-rows = EPW 文件应有 8760 小时，此文件有 { $found } 小时
weather-epw-calendar = 该行的月-日-时为 { $found }，应为 { $expected }；有行缺失、重复或乱序
weather-epw-missing = { $field }：有 { $count } 小时标记为缺测；辐照度和长缺口不会被编造，请换用其他文件

weather-csv-encoding = 文件既不是 UTF-8 也不是 GBK 文本；请另存为“CSV UTF-8”
weather-csv-empty = 文件有 { $rows } 行数据；表头之下至少需要两行
weather-csv-setting = “# 键 = 值”行中有未知设置“{ $found }”；是否应为“{ $near }”？
weather-csv-number = { $field }：“{ $found }”不是数字
weather-csv-stamp = stamp 为“{ $found }”；它应说明时间是时段的起点（start）还是终点（end）
weather-csv-zone = “{ $found }”不是时区；应为 IANA 名称，如 Asia/Shanghai
weather-csv-issue-time = issue_time 为“{ $found }”；应为带时差的时间，如 2026-07-14T08:00+08:00
weather-csv-column = 未知的列“{ $found }”；是否应为“{ $near }”？
weather-csv-column-twice = 列 { $column } 出现两次，或以两个名称出现
weather-csv-column-missing = 缺少列 { $column }；现有：{ $found }
weather-csv-time = time：“{ $found }”不是 ISO 8601 时间，例如 2026-07-15T00:00+08:00
weather-csv-naive = time：“{ $found }”没有时差，可能属于任何时区；请写作 2026-07-15T00:00+08:00，或在文件开头加一行“# time_zone = Asia/Shanghai”
weather-csv-duplicate = time：“{ $found }”重复；每个时段只能出现一次
weather-csv-order = time：“{ $found }”时间倒退；请按时间排序
weather-csv-step = 时间步长为 { $found } 分钟；应为 15、30 或 60 分钟

## 对气象数据所做的处理

weather-note-elsewhere = 气象取自 { $distance } km 以外的地点，按太阳时平移 { $hours } 小时。
weather-note-typical-months = 典型月数据（文件标明为 { $years } 年），按月、日对应：并非该日期的预报。
weather-note-typical-year = 合成气象：{ $site } 的典型年，由逐月气候平均值生成（种子 { $seed }）；既非实测，也非预报。
weather-note-leap-day = 2 月 29 日取用 2 月 28 日的数据。
weather-note-normals-clipped = { $months } 月的辐照平均值与当地晴空不符；生成的月份以晴空为限。
weather-note-split = 有 { $count } 个时段的 { $fields } 由 ghi 推算（闭合关系或 Erbs 模型）。
weather-note-pressure = 缺少气压；采用标准大气在 { $height } m 处的 { $pressure } Pa。
weather-note-bridged = { $field }：缺测的 { $count } 小时以直线补齐。
weather-note-night-light = 太阳在地平线以下的 { $count } 个时段的光照已置零（{ $energy } Wh/m2）。
weather-note-late = 文件中的日照比太阳位置约晚 { $minutes } 分钟。典型年文件对小时的标注方式不一，这种情况常见；计划中的光伏出力因此可能大约偏晚同样的时间。数据按原样使用。
weather-note-early = 文件中的日照比太阳位置约早 { $minutes } 分钟。典型年文件对小时的标注方式不一，这种情况常见；计划中的光伏出力因此可能大约偏早同样的时间。数据按原样使用。
weather-note-place-assumed = 文件未说明地点，视为站点所在地。
weather-note-columns-ignored = 未使用的列：{ $columns }。
forecast-note-resampled = { $given } 分钟的气象数据已转为 { $step } 分钟：辐照度按晴空指数，其余按直线。

## 无法预测的资产

wind-turbine-unknown = 机型库中没有带功率曲线的“{ $found }”；现有：{ $known }
wind-wake-unknown = 没有尾流曲线“{ $found }”；现有：{ $known }
wind-capacity = capacity_mw 为 { $capacity } MW，但 { $count } 台 { $each } MW 的机组合计 { $together } MW；请更正其一

## 关口

forecast-misfit = 预测与该站点或日期不符（不一致的资产：{ $assets }；预测有 { $found } 个时段，当日有 { $steps } 个）；请重新预测
forecast-not-figure = 预测有 { $count } 个时段没有数值；请重新预测
forecast-negative = 预测出现负值，低至 { $lowest } MW；不能小于 0
forecast-over-capacity = 预测达到 { $found } MW，超过额定 { $rated } MW；请检查预测的单位或站点的容量
forecast-at-night = 太阳在地平线以下时预测仍有 { $found } MW；请检查时区和时标
forecast-issued-late = 预测发布于 { $issued }，已在当日开始之后
forecast-future-issue = 预测标明发布于 { $issued }，而现在才 { $now }
forecast-old = 预测或其气象数据的时间为 { $issued }，早于当日 { $hours } 小时：如有更新的请换用
forecast-stale = 预测或其气象数据的时间为 { $issued }，早于当日 { $hours } 小时，超过七天：请换用更新的
forecast-jump = 当日均值为 { $found } MW，前一日为 { $before } MW，变化超过 { $most } MW：超出气候范围，请核查预测
