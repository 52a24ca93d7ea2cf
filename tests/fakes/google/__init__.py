"""The namespace of one SDK."""
