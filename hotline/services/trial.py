"""What would happen, found out by doing it and taking it back: every transaction of a trial ends undone."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast

from hotline.domain.flag import Flag
from hotline.domain.message import Message
from hotline.services.parts import Parts
from hotline.services.ports import Database, Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Would:
    """One thing that would happen. ``chain`` names what it happens to (``ticket:<id>``); ``messages``: what would be written
    into the outbox by it, nobody's number in it."""

    chain: str
    actions: tuple[str, ...]
    messages: tuple[str, ...]


class _Undone(Exception):
    """Takes a transaction back."""


@dataclass(slots=True)
class _Noted:
    chains: list[tuple[str, str]] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


class _Watching:
    """A shelf whose writing is noted on its way."""

    def __init__(self, shelf: object, noted: _Noted) -> None:
        self._shelf = shelf
        self._noted = noted

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shelf, name)


class _Audit(_Watching):
    def append(self, chain: str, action: str, *rest: object, **more: object) -> None:
        self._noted.chains.append((chain, action))
        self._shelf.append(chain, action, *rest, **more)  # type: ignore[attr-defined]  # a shelf of the log


class _Outbox(_Watching):
    def add(self, message: Message) -> None:
        self._noted.messages.append(f"{message.means.value} {message.template}")
        self._shelf.add(message)  # type: ignore[attr-defined]  # a shelf of the outbox


class _Flags(_Watching):
    def raise_(self, flag: Flag) -> bool:
        new: bool = self._shelf.raise_(flag)  # type: ignore[attr-defined]  # a shelf of flags
        if new:
            about = f"ticket:{flag.ticket_id}" if flag.ticket_id else f"{flag.kind.value}:{flag.id}"
            self._noted.chains.append((about, f"flag {flag.kind.value}"))
        return new


class _Store(_Watching):
    def __init__(self, store: Store, noted: _Noted) -> None:
        super().__init__(store, noted)
        self.audit = _Audit(store.audit, noted)
        self.outbox = _Outbox(store.outbox, noted)
        self.flags = _Flags(store.flags, noted)


class _Silent:
    """Nobody is woken for what does not happen."""

    def nudge(self, lane: str) -> bool:  # noqa: ARG002 - what a queue is asked
        return False


class Trial:
    """A database that forgets whatever is written to it; ``would`` tells what that was."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.would: list[Would] = []

    @contextmanager
    def writing(self) -> Iterator[Store]:
        noted = _Noted()
        try:
            with self._database.writing() as store:
                yield cast("Store", _Store(store, noted))
                store.flush()
                raise _Undone
        except _Undone:
            self._tell(noted)

    def _tell(self, noted: _Noted) -> None:
        for chain in dict.fromkeys(chain for chain, _ in noted.chains):
            actions = tuple(action for each, action in noted.chains if each == chain)
            self.would.append(Would(chain=chain, actions=actions, messages=tuple(noted.messages)))

    def reading(self, *, frozen: bool = False) -> AbstractContextManager[Store]:
        return self._database.reading(frozen=frozen)

    def ready(self) -> None:
        self._database.ready()


def on_trial(parts: Parts) -> tuple[Parts, Trial]:
    """The same parts, and nothing they do lasts."""
    trial = Trial(parts.database)
    return replace(parts, database=trial, queue=_Silent()), trial
