"""What a use case may ask of what looks gamed, and of who saw something of a reporter."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from hotline.domain.evidence import Traces
from hotline.domain.flag import Flag, FlagKind
from hotline.domain.patterns import Answered, Asked, Looked, Picture, Praise, Result


class Flags(Protocol):
    """Signs that something is to be looked at."""

    def raise_(self, flag: Flag) -> bool: ...

    def get(self, flag_id: str) -> Flag | None: ...

    def of_ticket(self, ticket_id: str) -> tuple[Flag, ...]: ...

    def listing(
        self, *, kind: FlagKind | None = None, seen: bool | None = None, limit: int = 100, before: str | None = None
    ) -> tuple[Flag, ...]: ...

    def unseen(self) -> Mapping[FlagKind, int]: ...

    def see(self, flag_id: str, by: str, at: datetime) -> bool: ...


class Patterns(Protocol):
    """What the rules of patterns count."""

    def results(self, since: datetime) -> tuple[Result, ...]: ...

    def extensions(self, since: datetime) -> tuple[Asked, ...]: ...

    def praise(self, since: datetime) -> tuple[Praise, ...]: ...

    def pictures(self, since: datetime, limit: int) -> tuple[Picture, ...]: ...

    def left_nothing(self, since: datetime, until: datetime) -> tuple[Answered, ...]: ...

    def ended_early(self, since: datetime, until: datetime, within: timedelta) -> tuple[Answered, ...]: ...

    def line_ended_early(self, since: datetime, within: timedelta) -> Answered: ...

    def revealed(self, since: datetime) -> tuple[Looked, ...]: ...


class Evidence(Protocol):
    """Where the traces of a reporter lie."""

    def traces_of(self, reporter_id: str) -> Traces: ...

    def traces_of_ticket(self, ticket_id: str) -> Traces: ...
