"""Flow and prompt files → Flow. Every fault of every file is told at once, with its file and line."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from ivr_flows.acts import App
from ivr_flows.check import check
from ivr_flows.check_files import check_files
from ivr_flows.model import Flow, LoadError, Problem
from ivr_flows.prompts import Voice
from ivr_flows.read_prompts import Script, read_script, read_voice
from ivr_flows.read_steps import Defaults, read_step
from ivr_flows.read_target import read_target
from ivr_flows.read_yaml import read_yaml
from ivr_flows.sources import Sources, digest, read_folder
from ivr_flows.steps import Place, Step
from ivr_flows.tree import Bag, Table, text

HERE = Path(__file__).parent
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # as BCP 47 writes them
TOP = ("part", "languages", "facts", "may_have", "include", "start", "person", "give_up", "trouble", "danger", "steps")


# A start reads the same files twice: to tell what is wrong in them, and to go on with them. Flows never change.
MOST_KEPT = 4
_sound: dict[tuple[str, int], tuple[App | None, dict[str, Flow]]] = {}


@dataclass(kw_only=True, slots=True)
class _Draft:
    """A flow while its files are read."""

    sources: Sources
    seen: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    steps: dict[str, Step] = field(default_factory=dict)
    facts: dict[str, Place] = field(default_factory=dict)
    may_have: dict[str, None] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


def load_flows(source: Path | Sources = HERE, app: App | None = None) -> dict[str, Flow]:
    """Every flow of a folder (flows/, prompts/<language>/), or of such files by their relative path, sound; else LoadError
    with all that is wrong."""
    sources = read_folder(source) if isinstance(source, Path) else source
    name = (digest(sources), id(app))
    if name in _sound and _sound[name][0] is app:
        return dict(_sound[name][1])
    flows, problems = read_flows(source if isinstance(source, Path) else sources, app)
    if problems:
        raise LoadError(problems)
    if len(_sound) >= MOST_KEPT:
        _sound.clear()
    _sound[name] = app, flows
    return dict(flows)


def load_kept(name: str, sources: Sources) -> Flow:
    """One flow from the sources an earlier start kept. Only what can't be read is refused: it was sound by the rules of its
    day, and somebody is on the line."""
    draft = _Draft(sources=sources)
    flow = _read(draft, f"flows/{name}.yaml")
    if flow is None or draft.problems:
        raise LoadError(tuple(draft.problems))
    return flow


def read_flows(source: Path | Sources = HERE, app: App | None = None) -> tuple[dict[str, Flow], tuple[Problem, ...]]:
    """The flows that can be read, and every problem of all of them; with what the app publishes, also held against that."""
    problems: list[Problem] = []
    flows: dict[str, Flow] = {}
    sources = read_folder(source) if isinstance(source, Path) else source
    paths = sorted(path for path in sources if path.startswith("flows/") and path.endswith(".yaml"))
    read: set[str] = set()
    if not paths:
        mend = "Put the flow files there, or name the folder that holds flows/ and prompts/"
        where = str(source / "flows") if isinstance(source, Path) else "flows"
        problems.append(Problem(file=where, line=1, what="there is no flow file", mend=mend))
    for path in paths:
        draft = _Draft(sources=sources)
        flow = _read(draft, path)
        whole = not any(fault.file.startswith("flows") for fault in draft.problems)
        faults = [*draft.problems, *(check(flow, app, unread=frozenset(draft.unread), whole=whole) if flow else ())]
        problems.extend(fault for fault in faults if fault not in problems)
        read |= draft.asked
        if flow:
            flows[flow.name] = flow
    if flows:
        problems.extend(check_files(sources, read))
    return flows, tuple(sorted(problems, key=lambda fault: (fault.file, fault.line)))


def _read(draft: _Draft, path: str) -> Flow | None:
    bag, root = _open(draft, path)
    if root is None or text(root.entries.get("part")) == "true":
        draft.problems.extend(bag.problems)
        draft.asked -= {path} if root else set()
        return None
    languages = _languages(bag, root)
    danger = read_target(bag, root.entries.get("danger"), "danger")
    start, trouble = text(root.entries.get("start")), read_target(bag, root.entries.get("trouble"), "trouble")
    unsaid = not languages and "languages" not in root.entries  # else it was told what is wrong with them
    for name, missing in (("languages", unsaid), ("start", not start), ("trouble", not trouble)):
        if missing:
            bag.add(root.line, f"flow '{_stem(path)}' has no '{name}'", f"Write '{name}:' at the top of the file")
    draft.problems.extend(bag.problems)
    _steps(draft, path, root, _defaults(Bag(file=bag.file), root))
    scripts = {language: _script(draft, language) for language in languages}
    voices = {language: _voice(draft, language) for language in languages}
    draft.problems.extend(_told_absent(draft, scripts))
    if not languages or not start or trouble is None:
        return None
    return Flow(
        name=_stem(path),
        version=hashlib.sha256(b"\0".join(draft.seen.values())).hexdigest()[:12],
        sources=draft.seen,
        languages=languages,
        steps=draft.steps,
        start=start,
        trouble=trouble,
        danger=danger,
        facts=tuple(draft.facts),
        fact_places=draft.facts,
        absent=frozenset(f"prompts/{language}/{stem}.yaml" for language, stem in (*draft.absent, *draft.unreadable)),
        word_places={language: script.places for language, script in scripts.items()},
        may_have=tuple(one for one in draft.may_have if one not in draft.facts),
        prompts={language: script.prompts for language, script in scripts.items()},
        words={language: script.words for language, script in scripts.items()},
        hints={language: script.hints for language, script in scripts.items()},
        voices={language: voice for language, voice in voices.items() if voice},
        place=Place(file=bag.file, line=1),
        prompt_files={one: _homes(draft, one) for one in languages},
    )


def _languages(bag: Bag, root: Table) -> tuple[str, ...]:
    wanted = bag.words(root.entries.get("languages"), "languages")
    for one in wanted:
        if not LANGUAGE.fullmatch(one):
            bag.add(root.lines["languages"], f"'{one}' is no language", "Write 'languages: [zh-CN, en]'")
    return tuple(one for one in wanted if LANGUAGE.fullmatch(one))


def _defaults(bag: Bag, root: Table) -> Defaults:
    return Defaults(
        person=read_target(bag, root.entries.get("person"), "person"),
        give_up=read_target(bag, root.entries.get("give_up"), "give_up"),
    )


def _steps(draft: _Draft, path: str, root: Table, outer: Defaults) -> None:
    """The steps of a file and of the parts it includes; a part's own branches come before the including flow's."""
    bag = Bag(file=path)
    bag.known(root, TOP, "the file")
    own = _defaults(bag, root)
    defaults = Defaults(person=own.person or outer.person, give_up=own.give_up or outer.give_up)
    draft.files.append(_stem(path))
    _facts(draft, bag, root)
    table = bag.table(root.entries.get("steps"), "steps", root.line)
    for name, node in table.entries.items() if table else ():
        if name in draft.steps:
            bag.add(node.line, f"step '{name}' stands in {draft.steps[name].place.file} as well", "Rename one of them")
        step = read_step(bag, name, node, defaults)
        if step:
            draft.steps[name] = step
        else:
            draft.unread.add(name)
    includes = [name for name in bag.words(root.entries.get("include"), "include") if _may_include(draft, bag, root, name)]
    draft.problems.extend(bag.problems)
    for name in includes:
        part = f"flows/{name}.yaml"
        inner_bag, inner = _open(draft, part)
        draft.problems.extend(inner_bag.problems)
        if inner and name not in draft.files:
            _steps(draft, part, inner, defaults)


def _may_include(draft: _Draft, bag: Bag, root: Table, name: str) -> bool:
    """Is there such a part? A slip is told where it was written."""
    line, path = root.lines["include"], f"flows/{name}.yaml"
    if path not in draft.sources:
        parts = [_stem(one) for one in draft.sources if one.startswith("flows/")]
        close = get_close_matches(name, parts, 1)
        mend = f"Did you mean '{close[0]}'?" if close else f"Write {path}, or take its name out"
        bag.add(line, f"it includes '{name}', and there is no {path}", mend)
    elif path == bag.file:
        bag.add(line, "it includes itself", "Take its own name out")
    elif not re.search(rb"^part:\s*true\b", draft.sources[path] or b"part: true", re.MULTILINE):
        mend = "Include parts alone: files with 'part: true' at the top"
        bag.add(line, f"it includes '{name}', which is a flow and no part", mend)
    else:
        return True
    return False


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
        path = f"prompts/{language}/{stem}.yaml"
        if path not in draft.sources:
            draft.absent.append((language, stem))
            continue
        bag, root = _open(draft, path)
        if root:
            read_script(bag, root, script)
        else:
            draft.unreadable.append((language, stem))
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
    path = f"prompts/{language}/voice.yaml"
    bag, root = _open(draft, path)
    if path not in draft.sources:
        bag.problems.clear()
        bag.add(1, f"the language {language} has no voice", "Copy another language's voice.yaml and translate it")
    voice = read_voice(bag, root, language) if root else None
    draft.problems.extend(bag.problems)
    return voice


def _homes(draft: _Draft, language: str) -> dict[str, Place]:
    """Flow file → the prompt file where its missing prompts belong."""
    return {
        f"flows/{stem}.yaml": Place(file=f"prompts/{language}/{stem}.yaml", line=1)
        for stem in draft.files
    }


def _stem(path: str) -> str:
    return PurePosixPath(path).stem


def _open(draft: _Draft, path: str) -> tuple[Bag, Table | None]:
    bag = Bag(file=path)
    draft.asked.add(path)
    content = draft.sources.get(path)
    if content is None:
        bag.add(1, "the file is missing or can't be read", "Write it, or take its name out of the flow")
        return bag, None
    root = read_yaml(bag, content)
    if root is None:
        return bag, None
    draft.seen[path] = content
    return bag, bag.table(root, _stem(path), 1)
