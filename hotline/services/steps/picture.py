"""A picture as use cases know it: made plain by whoever can open one."""

from collections.abc import Callable
from typing import Protocol

from hotline.domain.photo import Facts


class Picture(Protocol):
    @property
    def content(self) -> bytes: ...
    @property
    def looks(self) -> str: ...
    @property
    def facts(self) -> Facts: ...


Read = Callable[[bytes], Picture | None]
"""A picture made safe to keep; None where it is none."""
