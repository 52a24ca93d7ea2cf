"""`python -m flake8_async_offload` is the command `async-offload`."""

import sys

from flake8_async_offload.cli import main

sys.exit(main())
