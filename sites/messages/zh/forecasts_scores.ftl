# 预测评分
score-region-unknown = 没有名为“{ $found }”的区域，也没有这个文件。已知：{ $known }；或给出同样格式的 TOML 文件。
score-no-points = 没有任何时段既有实测又有预测。请检查历史数据是否覆盖待评分的日期，以及是否识别出功率列。
