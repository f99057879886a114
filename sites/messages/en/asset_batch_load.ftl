# Batches, their silos and shared resources.

batch-runs-window = Batch "{ $batch }" must run { $runs } times of { $minutes } minutes, which does not fit into the window { $window }. Lower runs_min, or widen the window.
batch-profile-zero = Batch "{ $batch }" may run several times, so its profile_mw must not begin with 0: nobody could tell where a run begins. Leave the leading zeros out.
batch-after-repeated = Batch "{ $batch }" is to come after "{ $found }", but "{ $repeated }" may run several times a day, so that "after" has no meaning. Leave "after" out and let a silo stand between the two, or run both once.
batch-stoppage-order = The stoppage ends on { $last } before it begins on { $first }. Swap the two dates.
batch-stoppage-unknown = The stoppage names a batch "{ $found }" that this asset does not have. Correct the name in "batches".
silo-initial = The silo begins with { $found } t, but may hold { $low } to { $high } t. Correct t_initial, t_min or t_max.
silo-unknown = Batch "{ $batch }" fills or draws from a silo "{ $found }" that this asset does not have (it has: { $known }). Correct the name, or add the silo.
silo-runs-empty = Silo "{ $silo }" must run empty: { $need } t are taken from it in a day, and its batches bring at most { $most } t (runs_max within their windows, times product_t). Raise runs_max or product_t, widen the window, or lower the demand.
silo-state-full = The silo holds { $most } t at most, but the state says { $found } t. Correct the state.
resource-unknown = The site has no resource "{ $found }" (it has: { $known }). Correct the name, or add a table [resources.{ $found }] with at_once_max.
resource-preferred = The preferred starts let { $batches } use "{ $found }" together, but at most { $most } may. Move a preferred_start, or raise at_once_max of [resources.{ $found }].

audit-batch-too-many = { $asset } runs { $amount } times more than it may.
audit-silo-balance = The content of { $asset } is not what its runs and customers leave, by up to { $amount }, { $steps }.
audit-silo-window = { $asset } is up to { $amount } below its reserve or above its size, { $steps }.
audit-resource-at-once = { $asset } is used by { $amount } more runs at once than may be, { $steps }.

clause-product = product lacks, or finds no room in its silo
clause-resource = shared resource used by too many at once
