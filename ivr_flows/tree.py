"""YAML as plain nodes that know their line, and the bag that collects every fault met while reading them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from ivr_flows.model import Problem
from ivr_flows.steps import Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """A word, a number, true, false or nothing. `raw`: as it was written. `cut`: a comment stands behind it on its line."""

    value: str | int | float | bool | None
    raw: str
    line: int
    cut: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Seq:
    """A list."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Names with their values, in the order written; `lines` tells where each name stands."""

    entries: Mapping[str, "Node"]
    lines: Mapping[str, int]
    line: int


Node = Leaf | Seq | Table


@dataclass(kw_only=True, slots=True)
class Bag:
    """The faults of one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, what: str, mend: str) -> None:
        """Notes a fault."""
        self.problems.append(Problem(file=self.file, line=line, what=what, mend=mend))

    def place(self, line: int) -> Place:
        """Where a line is."""
        return Place(file=self.file, line=line)

    def table(self, node: Node | None, name: str, line: int) -> Table | None:
        """The node as names with values."""
        if isinstance(node, Table):
            return node
        self.add(
            node.line if node else line,
            f"'{name}' holds no names with values",
            f"Write '{name}:' and under it 'name: value'",
        )
        return None

    def words(self, node: Node | None, name: str) -> tuple[str, ...]:
        """The node as a list of words; one word alone is a list of one."""
        if node is None:
            return ()
        leaves = node.items if isinstance(node, Seq) else (node,)
        found = tuple(leaf.raw for leaf in leaves if isinstance(leaf, Leaf) and leaf.value is not None)
        if len(found) != len(leaves):
            self.add(node.line, f"'{name}' is no list of words", f"Write '{name}: [one, two]'")
        return found

    def whole(self, table: Table, name: str, default: int, least: int, most: int) -> int:
        """A whole number within bounds."""
        node = table.entries.get(name)
        if node is None:
            return default
        value = node.value if isinstance(node, Leaf) else None
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.add(
            node.line, f"'{name}' is no whole number from {least} to {most}", f"Write for example '{name}: {default}'"
        )
        return default

    def known(self, table: Table, allowed: tuple[str, ...], what: str) -> None:
        """Refuses names nobody reads, which are mostly slips of the pen."""
        for name in table.entries:
            if name not in allowed:
                close = get_close_matches(name, allowed, 1)
                mend = f"Did you mean '{close[0]}'?" if close else f"Known here: {', '.join(allowed)}"
                self.add(
                    table.lines[name],
                    f"{what} has an unknown entry '{name}'",
                    mend,
                )


def text(node: Node | None) -> str:
    """A leaf as it was written; empty where there is none."""
    return node.raw if isinstance(node, Leaf) and node.value is not None else ""


def written(table: Table) -> Iterator[tuple[str, str]]:
    """Names with plain values as they were written."""
    for name, node in table.entries.items():
        if isinstance(node, Leaf) and node.value is not None:
            yield name, node.raw


def leaves(table: Table) -> Iterator[tuple[str, object]]:
    """Names with plain values."""
    for name, node in table.entries.items():
        if isinstance(node, Leaf):
            yield name, node.value
