"""What is wrong with a configuration: every fault at once, each with its place and what is expected there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENVIRONMENT = "environment"


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """`key` is dotted (`promises.response`) or an environment variable; `line` is None where no line is to blame."""

    file: str
    line: int | None
    key: str
    what: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.what}; expected {self.expected}"


class ConfigError(Exception):
    """A configuration the hotline does not start with. ``read``: what of its sections has no fault."""

    def __init__(self, problems: list[Problem], read: Mapping[str, Any] | None = None) -> None:
        self.read: Mapping[str, Any] = read or {}
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.key))
        super().__init__("\n".join(str(problem) for problem in self.problems))
