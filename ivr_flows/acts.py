"""What the app carries out for flows, as it publishes it: a slip in a name is found before a call comes there.

Names are written in a row, "department by code?": what ends in a question mark is not always there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# The app could not do it. Never published: unless a flow leads it elsewhere, it goes where the flow's trouble does.
FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """Names that are always there, and names that may be."""

    always: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """Both kinds."""
        return self.always | self.maybe


def names(written: str) -> Names:
    """'number code?' as names."""
    each = written.split()
    return Names(
        always=frozenset(one for one in each if not one.endswith("?")),
        maybe=frozenset(one[:-1] for one in each if one.endswith("?")),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What an outcome brings. `only`: it comes of these constants alone ({"question": ("solved",)}). `needs`: it can't come
    where these values are left out or null."""

    gives: Names
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def may_come_of(self, values: Mapping[str, object]) -> bool:
        """Can it come of a step with these values? What is no constant may be anything."""
        for name, wanted in self.only.items():
            value = values.get(name)
            path = isinstance(value, str) and not value.startswith("=")
            if not path and str(value).removeprefix("=") not in wanted:
                return False
        return all(values.get(name) is not None for name in self.needs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """A lookup or a finish: what it reads, and each outcome it may have."""

    lookup: bool
    reads: Names
    outcomes: Mapping[str, Outcome]

    def broken(self, outcome: str, values: Mapping[str, object]) -> Iterator[str]:
        """What an answer lacks of all that was published."""
        if outcome == FAILED:
            return
        promised = self.outcomes.get(outcome)
        if promised is None:
            yield f"outcome {outcome}"
            return
        yield from sorted(name for name in promised.gives.always if values.get(name) is None)
        yield from sorted(set(values) - promised.gives.known)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class App:
    """Everything flows may ask, and what each flow is told when a call begins. One a process: it is itself alone."""

    lookups: Mapping[str, Act]
    finishes: Mapping[str, Act]
    facts: Mapping[str, Names] = field(default_factory=dict)

    def act(self, name: str, *, lookup: bool) -> Act | None:
        """The one of this name and kind."""
        return (self.lookups if lookup else self.finishes).get(name)


def only(gives: str, *, needs: tuple[str, ...] = (), **constants: str | tuple[str, ...]) -> Outcome:
    """An outcome that comes of some constants alone, or of what was really given."""
    wanted = {name: (each,) if isinstance(each, str) else each for name, each in constants.items()}
    return Outcome(gives=names(gives), only=wanted, needs=needs)


def outcomes(written: Mapping[str, str | Outcome]) -> Mapping[str, Outcome]:
    """Each outcome's names, as written beside an act."""
    return {name: Outcome(gives=names(each)) if isinstance(each, str) else each for name, each in written.items()}
