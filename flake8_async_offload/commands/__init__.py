"""The sub-commands of `async-offload`."""
