"""Systems of record: one contract, one module a kind."""
