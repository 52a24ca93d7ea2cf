"""The rules, and the table of contents."""

from __future__ import annotations

from flake8_async_offload.rule import Rule
from flake8_async_offload.rules.aso101_async_twin_offloaded import AsyncTwinOffloaded
from flake8_async_offload.rules.aso102_async_twin_blocks_loop import AsyncTwinBlocksLoop
from flake8_async_offload.rules.aso103_stdlib_twin_offloaded import StdlibTwinOffloaded
from flake8_async_offload.rules.aso107_async_twin_inside import AsyncTwinInside
from flake8_async_offload.rules.aso201_long_cpu_on_default_pool import LongCpuOnDefaultPool
from flake8_async_offload.rules.aso202_long_cpu_blocks_loop import LongCpuBlocksLoop

RULES: tuple[type[Rule], ...] = (
    AsyncTwinOffloaded,
    AsyncTwinBlocksLoop,
    StdlibTwinOffloaded,
    AsyncTwinInside,
    LongCpuOnDefaultPool,
    LongCpuBlocksLoop,
)

BY_CODE: dict[str, type[Rule]] = {rule.code: rule for rule in RULES}
