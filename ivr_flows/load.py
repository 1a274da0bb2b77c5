"""Flow and prompt files → Flow. Every fault of every file is told at once, with its file and line."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.constructor import SafeConstructor

from ivr_flows.acts import App
from ivr_flows.check import check
from ivr_flows.model import Flow, LoadError, Problem
from ivr_flows.prompts import Voice
from ivr_flows.read_prompts import Script, read_script, read_voice
from ivr_flows.read_steps import Defaults, read_step
from ivr_flows.read_target import read_target
from ivr_flows.steps import Place, Step
from ivr_flows.tree import Bag, Leaf, Node, Seq, Table, text

HERE = Path(__file__).parent
TOP = ("part", "languages", "facts", "may_have", "include", "start", "person", "give_up", "trouble", "danger", "steps")


@dataclass(kw_only=True, slots=True)
class _Draft:
    """A flow while its files are read."""

    folder: Path
    seen: list[bytes] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    steps: dict[str, Step] = field(default_factory=dict)
    facts: dict[str, Place] = field(default_factory=dict)
    may_have: dict[str, None] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)


def load_flows(folder: Path = HERE, app: App | None = None) -> dict[str, Flow]:
    """Every flow of a folder (flows/, prompts/<language>/), sound; else LoadError with all that is wrong."""
    flows, problems = read_flows(folder, app)
    if problems:
        raise LoadError(problems)
    return flows


def read_flows(folder: Path = HERE, app: App | None = None) -> tuple[dict[str, Flow], tuple[Problem, ...]]:
    """The flows that can be read, and every problem of all of them; with what the app publishes, also held against that."""
    problems: list[Problem] = []
    flows: dict[str, Flow] = {}
    paths = sorted((folder / "flows").glob("*.yaml"))
    if not paths:
        mend = "Put the flow files there, or name the folder that holds flows/ and prompts/"
        problems.append(Problem(file=str(folder / "flows"), line=1, what="there is no flow file", mend=mend))
    for path in paths:
        draft = _Draft(folder=folder)
        flow = _read(draft, path)
        # A step that could not be read makes others look unreachable: then its own fault is told alone.
        whole = not any(fault.file.startswith("flows") for fault in draft.problems)
        faults = [*draft.problems, *(check(flow, app) if flow and whole else ())]
        problems.extend(fault for fault in faults if fault not in problems)
        if flow:
            flows[flow.name] = flow
    return flows, tuple(sorted(problems, key=lambda fault: (fault.file, fault.line)))


def _read(draft: _Draft, path: Path) -> Flow | None:
    bag, root = _open(draft, path)
    if root is None or text(root.entries.get("part")) == "True":
        draft.problems.extend(bag.problems)
        return None
    languages = bag.words(root.entries.get("languages"), "languages")
    danger = read_target(bag, root.entries.get("danger"), "danger")
    start, trouble = text(root.entries.get("start")), read_target(bag, root.entries.get("trouble"), "trouble")
    for name, missing in (("languages", not languages), ("start", not start), ("trouble", not trouble)):
        if missing:
            bag.add(root.line, f"flow '{path.stem}' has no '{name}'", f"Write '{name}:' at the top of the file")
    draft.problems.extend(bag.problems)
    _steps(draft, path, root, _defaults(Bag(file=bag.file), root))
    scripts = {language: _script(draft, language) for language in languages}
    voices = {language: _voice(draft, language) for language in languages}
    draft.problems.extend(_told_absent(draft, scripts))
    if not languages or not start or trouble is None:
        return None
    return Flow(
        name=path.stem,
        version=hashlib.sha256(b"\0".join(draft.seen)).hexdigest()[:12],
        languages=languages,
        steps=draft.steps,
        start=start,
        trouble=trouble,
        danger=danger,
        facts=tuple(draft.facts),
        fact_places=draft.facts,
        absent=frozenset(f"prompts/{language}/{stem}.yaml" for language, stem in draft.absent),
        word_places={language: script.places for language, script in scripts.items()},
        may_have=tuple(one for one in draft.may_have if one not in draft.facts),
        prompts={language: script.prompts for language, script in scripts.items()},
        words={language: script.words for language, script in scripts.items()},
        hints={language: script.hints for language, script in scripts.items()},
        voices={language: voice for language, voice in voices.items() if voice},
        place=Place(file=bag.file, line=1),
        prompt_files={one: _homes(draft, one) for one in languages},
    )


def _defaults(bag: Bag, root: Table) -> Defaults:
    return Defaults(
        person=read_target(bag, root.entries.get("person"), "person"),
        give_up=read_target(bag, root.entries.get("give_up"), "give_up"),
    )


def _steps(draft: _Draft, path: Path, root: Table, outer: Defaults) -> None:
    """The steps of a file and of the parts it includes; a part's own branches come before the including flow's."""
    bag = Bag(file=_shown(draft, path))
    bag.known(root, TOP, "the file")
    own = _defaults(bag, root)
    defaults = Defaults(person=own.person or outer.person, give_up=own.give_up or outer.give_up)
    draft.files.append(path.stem)
    _facts(draft, bag, root)
    table = bag.table(root.entries.get("steps"), "steps", root.line)
    for name, node in table.entries.items() if table else ():
        if name in draft.steps:
            bag.add(node.line, f"step '{name}' stands in {draft.steps[name].place.file} as well", "Rename one of them")
        step = read_step(bag, name, node, defaults)
        if step:
            draft.steps[name] = step
    draft.problems.extend(bag.problems)
    for name in bag.words(root.entries.get("include"), "include"):
        part = path.with_name(f"{name}.yaml")
        inner_bag, inner = _open(draft, part)
        draft.problems.extend(inner_bag.problems)
        if inner and name not in draft.files:
            _steps(draft, part, inner, defaults)


def _facts(draft: _Draft, bag: Bag, root: Table) -> None:
    """What a file needs to know and what it may; each part names its own, so that it can be read alone."""
    seen: set[str] = set()
    for kind in ("facts", "may_have"):
        node = root.entries.get(kind)
        for name in bag.words(node, kind):
            line = node.line if node else root.line
            if name in seen:
                bag.add(line, f"'{name}' is named twice among what the call knows", "Keep it once, under 'facts' or 'may_have'")
            seen.add(name)
            if kind == "facts":
                draft.facts.setdefault(name, bag.place(line))
            else:
                draft.may_have[name] = None


def _script(draft: _Draft, language: str) -> Script:
    script = Script()
    for stem in draft.files:
        path = draft.folder / "prompts" / language / f"{stem}.yaml"
        if not path.exists():
            draft.absent.append((language, stem))
            continue
        bag, root = _open(draft, path)
        if root:
            read_script(bag, root, script)
        draft.problems.extend(bag.problems)
    return script


def _told_absent(draft: _Draft, scripts: Mapping[str, Script]) -> Iterator[Problem]:
    """A prompt file that is not there, with what it would have to say."""
    for language, stem in draft.absent:
        name = f"prompts/{language}/{stem}.yaml"
        ours: dict[str, list[str]] = {}
        other = next((one for one in scripts if (one, stem) not in draft.absent), "")
        for (step, prompt), words in scripts[other].prompts.items() if other else ():
            if words.place.file == f"prompts/{other}/{stem}.yaml":
                ours.setdefault(step, []).append(prompt)
        for step in scripts[other].words if other else ():
            if any(at.file == f"prompts/{other}/{stem}.yaml" for (one, _), at in scripts[other].places.items() if one == step):
                ours.setdefault(step, []).append("words")
        said = "; ".join(f"{step}: {', '.join(prompts)}" for step, prompts in ours.items())
        what = f"the file is missing, and with it {said or 'no prompt: {} is enough'}" if other else "the file is missing"
        mend = f"Copy prompts/{other}/{stem}.yaml and translate it" if other else "Write it, or take its name out of the flow"
        yield Problem(file=name, line=1, what=what, mend=mend)


def _voice(draft: _Draft, language: str) -> Voice | None:
    path = draft.folder / "prompts" / language / "voice.yaml"
    bag, root = _open(draft, path)
    if not path.exists():
        bag.problems.clear()
        bag.add(1, f"the language {language} has no voice", "Copy another language's voice.yaml and translate it")
    voice = read_voice(bag, root, language) if root else None
    draft.problems.extend(bag.problems)
    return voice


def _homes(draft: _Draft, language: str) -> dict[str, Place]:
    """Flow file → the prompt file where its missing prompts belong."""
    return {
        _shown(draft, draft.folder / "flows" / f"{stem}.yaml"): Place(
            file=_shown(draft, draft.folder / "prompts" / language / f"{stem}.yaml"), line=1
        )
        for stem in draft.files
    }


def _shown(draft: _Draft, path: Path) -> str:
    return str(path.relative_to(draft.folder))


def _open(draft: _Draft, path: Path) -> tuple[Bag, Table | None]:
    bag = Bag(file=_shown(draft, path))
    try:
        content = path.read_bytes()
        node = yaml.compose(content.decode("utf-8"), Loader=yaml.SafeLoader)
    except OSError:
        bag.add(1, "the file is missing or can't be read", "Write it, or take its name out of the flow")
        return bag, None
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        what = f"this is no YAML: {getattr(fault, 'problem', None) or 'not UTF-8'}"
        bag.add(mark.line + 1 if mark else 1, what, "Look for a missing quote, colon or indent just before")
        return bag, None
    draft.seen.append(content)
    root = _plain(bag, node) if node else Leaf(value=None, line=1)
    return bag, bag.table(root, path.stem, 1)


def _plain(bag: Bag, node: yaml.Node, line: int = 0) -> Node:
    """A YAML node without YAML; what stands under a name has that name's line."""
    line = line or node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            name, at = str(key.value), key.start_mark.line + 1
            if name in entries:
                bag.add(at, f"'{name}' stands twice, first in line {lines[name]}", "Keep one of them")
            entries[name], lines[name] = _plain(bag, value, at), at
        return Table(entries=entries, lines=lines, line=line)
    if isinstance(node, yaml.SequenceNode):
        return Seq(items=tuple(_plain(bag, item) for item in node.value), line=line)
    plain = node.tag.rpartition(":")[2] in ("int", "float", "bool", "null")
    return Leaf(value=SafeConstructor().construct_object(node) if plain else node.value, line=line)
