"""The files of a folder of flows, and the mark by which the same files are known again."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

# Relative path -> what the file holds; None where it is there and can't be read.
Sources = Mapping[str, bytes | None]


def read_folder(folder: Path) -> dict[str, bytes | None]:
    """The files of a folder of flows, by their relative path."""
    found = sorted([*(folder / "flows").glob("*.y*ml"), *(folder / "prompts").glob("*/*.y*ml")])
    return {path.relative_to(folder).as_posix(): _content(path) for path in found}


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def digest(sources: Sources) -> str:
    whole = hashlib.sha256()
    for path in sorted(sources):
        content = sources[path]
        whole.update(path.encode() + b"\0" + (b"-" if content is None else b"+" + content) + b"\0")
    return whole.hexdigest()
