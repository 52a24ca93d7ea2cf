"""The ledger: audit decisions in async-offload.toml, read, matched with sites, and written. Knows the model only."""
