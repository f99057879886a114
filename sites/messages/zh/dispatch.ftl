# 三层：与站点不符的预测，以及求解器。

## 预测

forecast-asset-missing = 预测中没有该设备的功率；现有：{ $known }。请补充预测，或在站点文件中去掉该设备
forecast-value = 预测值为 { $found } MW；应为不小于 0 的数。请修正预测：程序不会自行补数
forecast-steps = 预测共 { $found } 个时段，自 { $begin }（UTC）起；应为 { $wanted }，即站点当地零点至零点

## 求解器

solver-unknown = 没有此名称的求解器；已知：{ $known }
solver-missing = 本机未安装该求解器；已安装：{ $known }。请安装，或改用其中之一

solver-gap-word = 未知该求解器的间隙参数名，否则会以无人选定的间隙求解；已知：{ $known }
forecast-scenarios = 预测含 { $found } 个场景而无均值；计划只按一个预测编制。请只给出一个场景，或加入 mean_mw(time, asset)
