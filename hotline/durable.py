"""Files that survive a power cut: whole and on the disk before their name appears, or not there at all."""

import os
import tempfile
from pathlib import Path

PART = ".part"


def keep(place: Path, content: bytes) -> None:
    """Write a file for its owner alone. However many write the same place at once, it is one of theirs, whole. Raises
    OSError when it can't be kept."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{os.getpid()}.", suffix=PART, dir=place.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    except BaseException:  # whatever ended it, half a file is left for nobody to find
        part.unlink(missing_ok=True)
        raise
    _sync(place.parent)


def sweep_parts(folder: Path) -> None:
    """What dead processes left half-written goes."""
    for part in folder.glob(f"*{PART}"):
        if not _lives(part.name.partition(".")[0]):
            part.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """The name itself is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
