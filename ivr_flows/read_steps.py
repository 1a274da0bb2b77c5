"""Reads the steps of a flow file into the kinds the engine knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from ivr_flows.read_target import read_target
from ivr_flows.steps import (
    JOIN_OUTCOMES,
    AppStep,
    BranchStep,
    Choices,
    EndStep,
    JoinKind,
    JoinStep,
    LanguageStep,
    MenuStep,
    NumberStep,
    PlayStep,
    RecordStep,
    SayStep,
    SlowStep,
    Step,
    Target,
)
from ivr_flows.tree import Bag, Node, Seq, Table, leaves, text, written

MOST_DIGITS = 20
KINDS = (
    "menu", "number", "record", "lookup", "finish", "say", "play", "branch", "language", "slow", "queue", "dial", "join", "end",
)  # fmt: skip
QUESTION = ("silence", "wrong", "star", "person", "give_up", "speech", "keep", "hints", "timeout")
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "menu": (*QUESTION, "choices"),
    "number": (*QUESTION, "digits"),
    "record": (*QUESTION, "max_seconds", "min_seconds", "transcribe"),
    "lookup": ("values", "outcomes", "keep"),
    "finish": ("values", "outcomes", "keep"),
    "say": (),
    "play": ("to",),
    "branch": ("yes", "no"),
    "language": ("to",),
    "slow": (),
    "queue": ("outcomes", "leave"),
    "dial": ("outcomes", "timeout"),
    "join": ("outcomes", "timeout"),
    "end": (),
}


class Asked(TypedDict):
    """What every question has."""

    person: Target
    give_up: Target
    silence: Target | None
    wrong: Target | None
    star: Target | None
    speech: Target | None
    keep: str
    hints: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Defaults:
    """Branches a flow gives once for all its questions."""

    person: Target | None
    give_up: Target | None


def read_step(bag: Bag, name: str, node: Node, defaults: Defaults) -> Step | None:
    """One step; None, with its faults noted, where it can't be one."""
    table = bag.table(node, name, node.line)
    if table is None:
        return None
    kinds = [kind for kind in KINDS if kind in table.entries]
    if len(kinds) != 1:
        what = f"step '{name}' has {'no kind' if not kinds else 'the kinds ' + ' and '.join(kinds)}"
        bag.add(table.line, what, f"Give it exactly one of: {', '.join(KINDS)}")
        return None
    kind = kinds[0]
    bag.known(table, (kind, *OPTIONS[kind]), f"step '{name}' ({kind})")
    if kind in ("menu", "number", "record"):
        return _question(bag, name, kind, table, defaults)
    if kind in ("lookup", "finish"):
        return _app(bag, name, kind, table)
    if kind in ("queue", "dial", "join"):
        return _join(bag, name, kind, table)
    return _passing(bag, name, kind, table)


def _question(bag: Bag, name: str, kind: str, table: Table, defaults: Defaults) -> Step | None:
    asked = _asked(bag, name, table, defaults)
    if asked is None:
        return None
    place = bag.place(table.line)
    if kind == "menu":
        keys = _menu_keys(bag, name, table)
        timeout = bag.whole(table, "timeout", 8, 1, 60)
        return MenuStep(name=name, place=place, **asked, timeout=timeout, keys=keys, choices=_choices(bag, name, table))
    to = read_target(bag, table.entries[kind], kind)
    if to is None:
        return None
    asked["keep"] = asked["keep"] or name
    return _record(bag, name, table, asked, to) if kind == "record" else _number(bag, name, table, asked, to)


def _record(bag: Bag, name: str, table: Table, asked: Asked, to: Target) -> RecordStep:
    most, least = bag.whole(table, "max_seconds", 120, 5, 3600), bag.whole(table, "min_seconds", 1, 1, 30)
    if least > most:
        what = f"step '{name}' wants at least {least} seconds and takes at most {most}"
        bag.add(table.lines["min_seconds"], what, "Make 'min_seconds' the smaller of the two")
    return RecordStep(
        name=name,
        place=bag.place(table.line),
        **asked,
        to=to,
        timeout=bag.whole(table, "timeout", 6, 1, 60),
        max_seconds=most,
        min_seconds=least,
        transcribe=bag.words(table.entries.get("transcribe"), "transcribe"),
    )


def _number(bag: Bag, name: str, table: Table, asked: Asked, to: Target) -> NumberStep | None:
    digits = bag.words(table.entries.get("digits"), "digits") or ("8", "10")
    if len(digits) != 2 or not all(one.isdecimal() for one in digits) or not 1 <= int(digits[0]) <= int(digits[1]) <= MOST_DIGITS:
        bag.add(
            table.entries["digits"].line,
            f"step '{name}' needs a least and a most number of digits, up to {MOST_DIGITS}",
            "Write 'digits: [8, 10]'",
        )
        return None
    timeout = bag.whole(table, "timeout", 8, 1, 60)
    shortest, longest = int(digits[0]), int(digits[1])
    return NumberStep(
        name=name, place=bag.place(table.line), **asked, timeout=timeout, to=to, shortest=shortest, longest=longest
    )


def _asked(bag: Bag, name: str, table: Table, defaults: Defaults) -> Asked | None:
    branch = {one: read_target(bag, table.entries.get(one), one) for one in QUESTION[:6]}
    person, give_up = branch["person"] or defaults.person, branch["give_up"] or defaults.give_up
    if person is None:
        bag.add(
            table.line,
            f"step '{name}' has no way to a person on 0",
            "Give it 'person: STEP', or the whole flow 'person: STEP'",
        )
    if give_up is None:
        bag.add(
            table.line,
            f"step '{name}' has no way out after two failures",
            "Give it 'give_up: STEP', or the whole flow 'give_up: STEP'",
        )
    if person is None or give_up is None:
        return None
    return Asked(
        person=person,
        give_up=give_up,
        silence=branch["silence"],
        wrong=branch["wrong"],
        star=branch["star"],
        speech=branch["speech"],
        keep=text(table.entries.get("keep")),
        hints=bag.words(table.entries.get("hints"), "hints"),
    )


def _menu_keys(bag: Bag, name: str, table: Table) -> dict[str, Target]:
    keys = bag.table(table.entries["menu"], "menu", table.line)
    found: dict[str, Target] = {}
    for key, node in keys.entries.items() if keys else ():
        line = keys.lines[key] if keys else table.line
        if key in ("0", "*"):
            own = "person" if key == "0" else "star"
            bag.add(
                line,
                f"step '{name}' uses the reserved key {key}",
                f"{key} means the same everywhere; to lead it elsewhere write '{own}: STEP'",
            )
        elif len(key) != 1 or key not in "123456789#":
            bag.add(line, f"step '{name}' has no such key on a telephone: '{key}'", "Use one of 1 to 9, in quotes")
        elif target := read_target(bag, node, key):
            found[key] = target
    return found


def _choices(bag: Bag, name: str, table: Table) -> Choices | None:
    if "choices" not in table.entries:
        return None
    choices = bag.table(table.entries["choices"], "choices", table.line)
    if choices is None:
        return None
    bag.known(choices, ("from", "at_most", "to", "keep"), f"the choices of step '{name}'")
    to = read_target(bag, choices.entries.get("to"), "to")
    source, keep = text(choices.entries.get("from")), text(choices.entries.get("keep"))
    if to is None or not source or not keep:
        bag.add(
            choices.line,
            f"the choices of step '{name}' are not complete",
            "Write 'from: LIST', 'keep: NAME' and 'to: STEP'",
        )
        return None
    return Choices(source=source, at_most=bag.whole(choices, "at_most", 3, 1, 5), to=to, keep=keep)


def _app(bag: Bag, name: str, kind: str, table: Table) -> Step:
    node = table.entries.get("values")
    values: dict[str, object] = {}
    if isinstance(node, Seq):
        values = {one: one for one in bag.words(node, "values")}
    elif isinstance(node, Table):
        values = dict(leaves(node))
    elif node is not None and text(node) != "everything":
        bag.add(
            node.line,
            f"step '{name}' has values nobody can read",
            "Write a list of names, 'name: value' pairs, or everything",
        )
    outcomes = bag.table(table.entries["outcomes"], "outcomes", table.line) if "outcomes" in table.entries else None
    if kind == "lookup" and not outcomes:
        bag.add(table.line, f"lookup '{name}' has no outcomes", "Name each outcome the app may answer, with its step")
    targets = {one: read_target(bag, to, one) for one, to in outcomes.entries.items()} if outcomes else {}
    return AppStep(
        name=name,
        place=bag.place(table.line),
        lookup=kind == "lookup",
        call=text(table.entries[kind]),
        values=values,
        everything=text(node) == "everything",
        outcomes={one: target for one, target in targets.items() if target},
        keep=text(table.entries.get("keep")),
    )


def _join(bag: Bag, name: str, kind: str, table: Table) -> Step:
    how = JoinKind(kind)
    outcomes = bag.table(table.entries.get("outcomes"), "outcomes", table.line)
    targets = {one: read_target(bag, to, one) for one, to in outcomes.entries.items()} if outcomes else {}
    allowed = JOIN_OUTCOMES[how]
    if outcomes:
        bag.known(outcomes, allowed, f"the outcomes of step '{name}'")
    for one in ("talked", "failed"):
        if one not in targets:
            what = f"step '{name}' ({kind}) leads nowhere after '{one}'"
            bag.add(table.line, what, f"Name a step for each of: {', '.join(allowed)}")
    leave = text(table.entries.get("leave"))
    if leave and (len(leave) != 1 or leave not in "123456789*#"):
        what = f"step '{name}' has no such key on a telephone: '{leave}'"
        bag.add(table.entries["leave"].line, what, "Use one of 1 to 9, in quotes")
        leave = ""
    return JoinStep(
        name=name,
        place=bag.place(table.line),
        how=how,
        source=text(table.entries[kind]),
        outcomes={one: target for one, target in targets.items() if target},
        timeout=bag.whole(table, "timeout", 30, 5, 600),
        leave=leave,
    )


def _passing(bag: Bag, name: str, kind: str, table: Table) -> Step | None:
    place = bag.place(table.line)
    if kind == "end":
        if text(table.entries["end"]) != "true":
            what = f"step '{name}' has an 'end' that is not true"
            bag.add(table.lines["end"], what, "Write 'end: true', or give it another kind")
        return EndStep(name=name, place=place)
    wanted = {"say": ("say",), "slow": ("slow",), "branch": ("yes", "no")}.get(kind, ("to",))
    found = [read_target(bag, table.entries.get(one), one) for one in wanted]
    targets = [target for target in found if target]
    if len(targets) != len(wanted):
        if any(one not in table.entries for one in wanted):
            bag.add(
                table.line,
                f"step '{name}' ({kind}) is a dead end",
                f"Say where it leads: {', '.join(one + ': STEP' for one in wanted)}",
            )
        return None
    match kind:
        case "say":
            return SayStep(name=name, place=place, to=targets[0])
        case "slow":
            return SlowStep(name=name, place=place, to=targets[0])
        case "play":
            return PlayStep(name=name, place=place, source=text(table.entries["play"]), to=targets[0])
        case "branch":
            return BranchStep(name=name, place=place, on=text(table.entries["branch"]), yes=targets[0], no=targets[1])
    pairs = bag.table(table.entries["language"], "language", table.line)
    return LanguageStep(name=name, place=place, next=dict(written(pairs)), to=targets[0]) if pairs else None
