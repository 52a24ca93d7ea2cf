"""What the tool knows: which synchronous call has which asynchronous form, and what a callable does for how long.

The knowledge is in the TOML files beside this module, and in those a project names; nothing of them is read before
the first question.
"""
