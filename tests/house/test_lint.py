"""ruff and mypy find nothing: style and types are rules like any other."""

import subprocess
import sys

import pytest

from tests.house import ROOT

CHECKS = {
    "ruff": ["ruff", "check", "--quiet", "--no-cache", "."],
    "mypy": ["mypy", "--no-error-summary"],
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", CHECKS)
def test_nothing_is_found(name: str) -> None:
    done = subprocess.run([sys.executable, "-m", *CHECKS[name]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
