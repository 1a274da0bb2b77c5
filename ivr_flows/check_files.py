"""Finds what lies in the folder and is never heard: files of another name, parts of no flow, prompts of no part."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath

from ivr_flows.model import Problem


def check_files(sources: Mapping[str, bytes | None], read: Collection[str]) -> Iterator[Problem]:
    """`sources`: every file there is; `read`: those some flow asked for. A language that is still being written is no fault."""
    names = {_stem(path) for path in sources if path.startswith("flows/")} | {"voice"}
    for path in sources:
        if path.endswith(".yml"):
            yield _problem(path, "files that end in .yml are not read", f"Rename it to {_stem(path)}.yaml")
        elif path.startswith("flows/") and path not in read:
            yield _problem(path, "no flow includes this part", "Name it under 'include:' of a flow, or take it away")
        elif _stem(path) not in names:
            close = get_close_matches(_stem(path), names, 1)
            mend = f"Did you mean {close[0]}.yaml?" if close else "Give it the name of its flow or part, or take it away"
            yield _problem(path, f"no flow or part is called '{_stem(path)}'", mend)


def _stem(path: str) -> str:
    return PurePosixPath(path).stem


def _problem(path: str, what: str, mend: str) -> Problem:
    return Problem(file=path, line=1, what=what, mend=mend)
