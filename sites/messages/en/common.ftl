# What every floor needs.

# A problem and the place it was found at: file, table, field, line or time step.
problem-at = { $where }: { $text }
