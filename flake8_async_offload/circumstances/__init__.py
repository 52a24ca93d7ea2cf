"""What stands around a call that offloads or blocks, how it is written, and what its callee touches."""
