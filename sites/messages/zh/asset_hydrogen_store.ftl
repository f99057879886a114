type-hydrogen_store = 储氢
audit-hydrogen-compressor = { $asset } 的压缩机用电与充入量不符，最多差 { $amount }，{ $steps }。
