# 批次生产、料库与共用资源。

batch-runs-window = 批次“{ $batch }”须运行 { $runs } 次，每次 { $minutes } 分钟，时窗 { $window } 容纳不下。请降低 runs_min，或放宽时窗。
batch-profile-zero = 批次“{ $batch }”可多次运行，其 profile_mw 不能以 0 开头，否则无法判断从何时开始。请去掉开头的 0。
batch-after-repeated = 批次“{ $batch }”须在“{ $found }”之后，但“{ $repeated }”一天可运行多次，“after”没有意义。请去掉“after”，在两者之间设料库，或让两者各运行一次。
batch-stoppage-order = 停窑期的结束日 { $last } 早于开始日 { $first }。请对调两个日期。
batch-stoppage-unknown = 停窑期所列批次“{ $found }”不在该设备中。请更正“batches”中的名称。
silo-initial = 料库起始存量 { $found } t，而允许范围为 { $low } 至 { $high } t。请更正 t_initial、t_min 或 t_max。
silo-unknown = 批次“{ $batch }”所用料库“{ $found }”不在该设备中（现有：{ $known }）。请更正名称，或增加该料库。
silo-runs-empty = 料库“{ $silo }”必然用空：每天取走 { $need } t，而各批次最多补充 { $most } t（时窗内的 runs_max 乘 product_t）。请提高 runs_max 或 product_t，放宽时窗，或降低需求。
silo-state-full = 料库最多容纳 { $most } t，而状态文件给出 { $found } t。请更正状态。
resource-unknown = 站点没有共用资源“{ $found }”（现有：{ $known }）。请更正名称，或增加表 [resources.{ $found }] 并填写 at_once_max。
resource-preferred = 按首选开始时间，{ $batches } 会同时使用“{ $found }”，但最多允许 { $most } 个。请移动某个 preferred_start，或提高 [resources.{ $found }] 的 at_once_max。

audit-batch-too-many = { $asset } 的运行次数比允许的多 { $amount } 次。
audit-silo-balance = { $asset } 的存量与生产和取用不符，最大相差 { $amount }，{ $steps }。
audit-silo-window = { $asset } 低于最低存量或超出容量，最大 { $amount }，{ $steps }。
audit-resource-at-once = { $asset } 同时被多用 { $amount } 次，{ $steps }。

clause-product = 产品不足或料库容纳不下
clause-resource = 共用资源同时使用过多
