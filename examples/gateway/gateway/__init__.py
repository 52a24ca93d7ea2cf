"""A small gateway that turns documents into text: it downloads, extracts, and lets a model transcribe pages."""
