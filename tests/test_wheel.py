"""What the wheel holds."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from flake8_async_offload.catalog.compiled import SHIPPED, shipped_key

TOP = Path(__file__).parent.parent


def test_the_wheel_holds_the_compiled_catalogue_and_the_checkout_does_not(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=TOP, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as built:
        index, *parts = built.read(SHIPPED.relative_to(TOP).as_posix()).splitlines()
        assert {"flake8_async_offload/py.typed", "flake8_async_offload/plugin.py"} <= set(built.namelist())
    assert json.loads(index)["key"] == shipped_key()
    assert len(parts) == len(json.loads(index)["at"])
    assert not SHIPPED.exists()
