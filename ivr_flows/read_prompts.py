"""Reads what is spoken: a prompt file per flow and language, and each language's own voice file."""

import re
from dataclasses import dataclass, field

from ivr_flows.prompts import FORMS, SLOT, Part, Prompt, Slot, Voice, take_apart
from ivr_flows.steps import Place
from ivr_flows.tree import Bag, Leaf, Node, Seq, Table, text, written

CONDITION = re.compile(r"(not )?([a-z_]+(?:\.[A-Za-z_-]+)*)")  # a language may stand in it: notice.zh-CN

KEYS = (*"123456789#", "")  # what a wrong key is called: "There is no option 7"
VOICE = (
    "digits", "keys", "digit_join", "group_join", "join", "counts", "longest", "sure", "heard", "words", "names", "picture",
)  # fmt: skip


@dataclass(kw_only=True, slots=True)
class Script:
    """The prompts, hints and words of a flow in one language, gathered from one file or several. `places`: where a
    step's hints and the words of its keys stand."""

    prompts: dict[tuple[str, str], Prompt] = field(default_factory=dict)
    hints: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)


def read_script(bag: Bag, root: Table, script: Script) -> None:
    """Adds a file's prompts to the script."""
    for step, node in root.entries.items():
        if not isinstance(node, Table):
            _add(bag, script, (step, "say"), node, root.lines[step])
            continue
        for name, inner in node.entries.items():
            if name == "hints":
                script.hints[step] = bag.words(inner, "hints")
                script.places[step, name] = bag.place(node.lines[name])
            elif name == "words":
                table = bag.table(inner, "words", node.lines[name])
                script.words[step] = {key: bag.words(said, key) for key, said in table.entries.items()} if table else {}
                script.places.update({(step, key): bag.place(line) for key, line in table.lines.items()} if table else {})
            else:
                _add(bag, script, (step, name), inner, node.lines[name])


def _add(bag: Bag, script: Script, key: tuple[str, str], node: Node, line: int) -> None:
    items = node.items if isinstance(node, Seq) else (node,)
    parts = tuple(part for item in items if (part := _part(bag, item)))
    if not parts:
        bag.add(line, f"prompt '{key[0]}.{key[1]}' says nothing", "Write the words to speak")
    script.prompts[key] = Prompt(parts=parts, place=bag.place(line))


def _part(bag: Bag, node: Node) -> Part | None:
    if isinstance(node, Leaf):
        return Part(pieces=_pieces(bag, node, text(node))) if text(node).strip() else None
    if isinstance(node, Seq):
        bag.add(node.line, "a list stands inside a list", "Write each part of a prompt as one entry of one list")
        return None
    bag.known(node, ("say", "pause", "language", "if"), "a part of a prompt")
    condition = CONDITION.fullmatch(text(node.entries.get("if")) or "_")
    if condition is None:
        bag.add(
            node.line,
            f"the condition '{text(node.entries.get('if'))}' can't be read",
            "Write 'if: name' or 'if: not name'",
        )
        return None
    asked = "if" in node.entries
    return Part(
        pieces=_pieces(bag, node.entries.get("say"), text(node.entries.get("say"))),
        pause=bag.whole(node, "pause", 0, 0, 10),
        language=text(node.entries.get("language")),
        only_if=condition[2] if asked else "",
        negated=asked and bool(condition[1]),
    )


def _pieces(bag: Bag, node: Node | None, words: str) -> tuple[str | Slot, ...]:
    if not isinstance(node, Leaf):
        return ()
    if node.cut:
        bag.add(node.line, "the words behind ' #' are not spoken", "Put the whole text in quotes")
    if "｛" in words or "｝" in words:
        bag.add(node.line, "a full-width brace is read aloud", "Write placeholders as {name}, with plain braces")
    if "{" in SLOT.sub("", words) or "}" in SLOT.sub("", words):
        bag.add(node.line, "a brace stands alone", "Write placeholders as {name} or {name:digits}")
    pieces = take_apart(words)
    for piece in pieces:
        if isinstance(piece, Slot) and piece.form and piece.form not in FORMS:
            name = ".".join(piece.path)
            bag.add(
                node.line,
                f"nobody knows how to read '{{{name}:{piece.form}}}' aloud",
                f"Use one of: {', '.join(FORMS)}",
            )
    return pieces


def read_voice(bag: Bag, root: Table, language: str) -> Voice:
    """A language's voice file."""
    bag.known(root, VOICE, f"the voice of {language}")
    digits, keys, picture = (_words(bag, root, name) for name in ("digits", "keys", "picture"))
    if set(digits) != set("0123456789"):
        bag.add(root.line, f"the voice of {language} does not name the ten digits", "Give 'digits:' with 0 to 9")
    nameless = [f"'{key}'" for key in KEYS if key not in keys]
    if nameless:
        mend = "Give 'keys:' each of 1 to 9 and \"#\", and \"\" for what is no key"
        bag.add(root.line, f"the voice of {language} has no name for the keys {', '.join(nameless)}", mend)
    counts = text(root.entries.get("counts"))
    if counts not in ("characters", "words"):
        bag.add(
            root.line,
            f"the voice of {language} does not say how its prompts are counted",
            "Write 'counts: characters' or 'counts: words'",
        )
    return Voice(
        language=language,
        digits=digits,
        keys=keys,
        digit_join=text(root.entries.get("digit_join")),
        group_join=text(root.entries.get("group_join")),
        join=text(root.entries.get("join")),
        counts=counts,
        longest=bag.whole(root, "longest", 80, 10, 400),
        sure=_share(bag, root, "sure", 0.6),
        heard=_share(bag, root, "heard", 0.3),
        words=_said(bag, root),
        names=_words(bag, root, "names") if "names" in root.entries else {},
        picture=picture,
    )


def _share(bag: Bag, root: Table, name: str, default: float) -> float:
    node = root.entries.get(name)
    value = node.value if isinstance(node, Leaf) else None
    if node is None:
        return default
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    bag.add(node.line, f"'{name}' is no number from 0 to 1", f"Write for example '{name}: {default}'")
    return default


def _said(bag: Bag, root: Table) -> dict[str, tuple[str, ...]]:
    """What is said at any question instead of 0 and *."""
    if "words" not in root.entries:
        return {}
    table = bag.table(root.entries["words"], "words", root.line)
    if table:
        bag.known(table, ("0", "*"), "the words of a voice")
    return {key: bag.words(node, key) for key, node in table.entries.items()} if table else {}


def _words(bag: Bag, root: Table, name: str) -> dict[str, str]:
    table = bag.table(root.entries.get(name), name, root.line)
    return dict(written(table)) if table else {}
