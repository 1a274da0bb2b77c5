"""YAML text → plain nodes that know their line, told as written: `yes`, `9:30` and `0110` stay what an editor typed."""

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml
from yaml.constructor import SafeConstructor
from yaml.error import Mark, MarkedYAMLError

from ivr_flows.tree import Bag, Leaf, Node, Seq, Table

# What a Chinese keyboard or a word processor puts where YAML wants its own signs.
LOOKALIKES = {
    "：": "a full-width colon '：'; write ': '", "，": "a full-width comma '，'; write ', '", "“": "curly quotes “ ”; write \"",
    "”": "curly quotes “ ”; write \"", "‘": "curly quotes ‘ ’; write '", "’": "curly quotes ‘ ’; write '",
    "\u3000": "a full-width space; write a plain one", "\u00a0": "a space that does not break; write a plain one",
    "\t": "a tab; write spaces", "［": "a full-width bracket '［'; write [", "｛": "a full-width brace '｛'; write {",
}  # fmt: skip
NO_TRICKS = "Write it out: flows use no anchors (&), no aliases (*) and no tags (!)"
COLON = "Put a text that holds ': ' in quotes, or mend the indent"
LOOK = "Look for a missing quote, colon or indent just before"


class _Loader(yaml.SafeLoader):
    """Refuses what lets a file refer to itself or name types of its own."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # the library has no types there
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise MarkedYAMLError(problem=NO_TRICKS, problem_mark=event.start_mark)
        return super().compose_node(parent, index)


@dataclass(kw_only=True, slots=True)
class _File:
    bag: Bag
    lines: list[str]


def read_yaml(bag: Bag, content: bytes) -> Node | None:
    """The file as nodes; None, with its faults in the bag, where it is no YAML or empty."""
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        bag.add(line, "the file is not UTF-8", "Save it as UTF-8: every editor has that among its encodings")
        return None
    try:
        node = _composed(written)
    except yaml.YAMLError as fault:
        _told(bag, fault, written.splitlines())
        return None
    if node is None:
        bag.add(1, "the file is empty", "Write what it is to hold; a prompt file that has nothing to say holds {}")
        return None
    return _plain(_File(bag=bag, lines=written.splitlines()), node)


@lru_cache(maxsize=512)
def _composed(written: str) -> yaml.Node | None:
    """Parts and prompts stand in several flows: each is parsed once."""
    return yaml.compose(written, Loader=_Loader)


def _told(bag: Bag, fault: yaml.YAMLError, lines: list[str]) -> None:
    """The parser's own words name the line where it gave up; what it stumbled over stands there or a little above."""
    mark: Mark | None = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or "a character that no text holds"
    line = mark.line + 1 if mark else 1
    if problem == NO_TRICKS:
        bag.add(line, "this refers to another place, or names a type", NO_TRICKS)
        return
    for at in range(min(line, len(lines)), max(0, line - 4), -1):
        found = _lookalike(lines[at - 1])
        if found:
            bag.add(at, f"this is no YAML: {problem}", f"The line has {found}")
            return
    bag.add(line, f"this is no YAML: {problem}", COLON if problem == "mapping values are not allowed here" else LOOK)


def _lookalike(line: str) -> str:
    """A sign that is none, outside of quotes: the first on the line."""
    bare = re.sub(r"\"(?:[^\"\\]|\\.)*\"|(?<![\w])'[^']*'", "", line)
    return next((mend for sign in bare if (mend := LOOKALIKES.get(sign))), "")


def _plain(file: _File, node: yaml.Node, line: int = 0) -> Node:
    """A YAML node without YAML; what stands under a name has that name's line."""
    line = line or node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _table(file, node, line)
    if isinstance(node, yaml.SequenceNode):
        return Seq(items=tuple(_plain(file, item) for item in node.value), line=line)
    return Leaf(value=_value(node), raw=str(node.value), line=line, cut=isinstance(node, yaml.ScalarNode) and _cut(file, node))


def _table(file: _File, node: yaml.MappingNode, line: int) -> Table:
    entries: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            file.bag.add(at, "a list or a table stands where a name belongs", "Write 'name: value'")
            continue
        name = str(key.value)
        if name in entries:
            file.bag.add(at, f"'{name}' stands twice, first in line {lines[name]}", "Keep one of them")
        entries[name], lines[name] = _plain(file, value, at), at
    return Table(entries=entries, lines=lines, line=line)


def _value(node: yaml.Node) -> str | int | float | bool | None:
    if node.tag.rpartition(":")[2] not in ("int", "float", "bool", "null"):
        return str(node.value)
    try:
        value: str | int | float | bool | None = SafeConstructor().construct_object(node)
    except ValueError:  # '0b_' looks like a number and is none
        return str(node.value)
    return value


def _cut(file: _File, node: yaml.ScalarNode) -> bool:
    """Do words stand behind an unquoted text that YAML takes for a comment?"""
    end = node.end_mark
    rest = file.lines[end.line][end.column :] if end.line < len(file.lines) else ""
    return node.style is None and bool(re.match(r"\s+#", rest))
