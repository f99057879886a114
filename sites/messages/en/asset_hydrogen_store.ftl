type-hydrogen_store = Hydrogen stores
audit-hydrogen-compressor = The compressor of { $asset } draws something else than its filling needs, off by up to { $amount }, { $steps }.
