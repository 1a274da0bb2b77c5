"""A flow as a picture (SVG) that its city can read: each step with its words, each arrow with its key.

What every question does alike (silence, wrong key, 0) stands small below its box, as do the words that stand for a key;
arrows to steps that many lead to are drawn as a tag with the step's name, so that the way of an ordinary call stays clear.
Danger is told at any question, and 0 pressed: where those lead carries a tag.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from ivr_flows.layout import Box, Placed, place
from ivr_flows.model import Flow
from ivr_flows.picture_text import Tags, across, everywhere, label, lines_of, notes, title, wide, word
from ivr_flows.steps import (
    AppStep,
    BranchStep,
    Edge,
    EdgeKind,
    EndStep,
    JoinStep,
    LanguageStep,
    PlayStep,
    Question,
    RecordStep,
    SlowStep,
    Step,
    edges,
)

WIDTH, PAD, LINE, SMALL = 264, 14, 19, 16
TAG = 22
MOST_ARROWS = 2
MARGIN, HEAD = 36, 92
# fill, border
PAINT: Mapping[str, tuple[str, str]] = {
    "question": ("#ffffff", "#2563a8"),
    "record": ("#fff7ed", "#c2671b"),
    "app": ("#eef6f0", "#3b7d55"),
    "small": ("#f6f6f4", "#8b8b84"),
    "end": ("#f3eef7", "#76549a"),
}
STYLE = (
    "text{font-family:'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif}"
    "text{fill:#22252a}"
    ".n{font-size:12px;font-weight:600;fill:#5a6069}.w{font-size:14px}.s{font-size:12px;fill:#6b7078}"
    ".k{font-size:13px;font-weight:600;fill:#2563a8}.h{font-size:22px;font-weight:600}"
    ".d{font-size:12px;font-weight:600;fill:#b3261e}"
    ".a{fill:none;stroke:#7d8794;stroke-width:1.5}.b{stroke-dasharray:5 4}"
)
TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 1 10 5 0 9z" fill="#7d8794"/></marker></defs>'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Card:
    """A step ready to be drawn."""

    step: Step
    words: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def height(self) -> int:
        """Title, words, a rule, notes."""
        below = len(self.notes) * SMALL + 12 if self.notes else 0
        return PAD + LINE + len(self.words) * LINE + below + PAD - 4


def draw(flow: Flow, language: str) -> str:
    """The whole flow in one language's words."""
    shown = {name: step for name, step in flow.steps.items() if name != flow.trouble.to or name == flow.start}
    busy = _busy(shown)
    arrows = _arrows(shown, busy)
    cards = {name: _card(flow, step, language, busy) for name, step in shown.items()}
    placed = place([Box(name=name, width=WIDTH, height=card.height) for name, card in cards.items()], list(arrows))
    width, height = placed.width + 2 * MARGIN, placed.height + 2 * MARGIN + HEAD
    body = [*_all_arrows(flow, language, arrows, placed, cards), *_all_cards(placed, cards), *_tags(flow, language, placed)]
    w, h = f"{width:.0f}", f"{height:.0f}"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">',
            f"<title>{escape(flow.name)} ({escape(language)})</title><style>{STYLE}</style>{TIP}",
            f'<rect width="{w}" height="{h}" fill="#fbfbf9"/>',
            f'<text class="h" x="{MARGIN}" y="{MARGIN + 14}">{escape(flow.name)}</text>',
            f'<text class="s" x="{MARGIN}" y="{MARGIN + 36}">{escape(language)} · {flow.version}</text>',
            f'<text class="s" x="{MARGIN}" y="{MARGIN + 56}">{escape(everywhere(flow, language))}</text>',
            f'<g transform="translate({MARGIN} {MARGIN + HEAD})">',
            *body,
            "</g></svg>\n",
        )
    )


def _busy(shown: Mapping[str, Step]) -> frozenset[tuple[str, str]]:
    """Pairs drawn as a tag: so many lead there that arrows would hide the rest. The first way there stays an arrow."""
    last = _only_when_all_fails(shown)
    arrows = (edge for step in shown.values() for edge in edges(step) if _drawn(edge, last))
    pairs: dict[tuple[str, str], EdgeKind] = {}
    for edge in arrows:
        pairs.setdefault((edge.source, edge.target.to), edge.kind)
    count = Counter(to for _, to in pairs)
    persons = Counter(_persons(shown)).most_common(1)
    kept: set[str] = set()
    tags: set[tuple[str, str]] = set()
    for pair, kind in pairs.items():
        to = pair[1]
        if (to in dict(persons) and kind is not EdgeKind.ON) or (count[to] > MOST_ARROWS and to in kept):
            tags.add(pair)
        kept.add(to)
    return frozenset(tags)


def _persons(shown: Mapping[str, Step]) -> Iterator[str]:
    return (step.person.to for step in shown.values() if isinstance(step, Question))


def _only_when_all_fails(shown: Mapping[str, Step]) -> frozenset[str]:
    """Steps a call comes to by silence, wrong keys or failures alone, and goes on from: they would stand there unexplained."""
    ordinary = {edge.target.to for step in shown.values() for edge in edges(step) if _drawn(edge)}
    return frozenset(shown) - ordinary - set(_persons(shown)) - {name for name, one in shown.items() if isinstance(one, EndStep)}


def _drawn(edge: Edge, last: frozenset[str] = frozenset()) -> bool:
    return not edge.target.retry and (edge.kind is not EdgeKind.FALLBACK or edge.target.to in last)


def _arrows(shown: Mapping[str, Step], busy: frozenset[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Pairs of steps with the labels between them; several keys that lead to one step share an arrow."""
    found: dict[tuple[str, str], list[str]] = {}
    last = _only_when_all_fails(shown)
    for step in shown.values():
        for edge in edges(step):
            pair = (step.name, edge.target.to)
            if _drawn(edge, last) and pair not in busy and pair[1] in shown:
                found.setdefault(pair, []).append(edge.label)
    return found


def _card(flow: Flow, step: Step, language: str, busy: frozenset[tuple[str, str]]) -> _Card:
    most = WIDTH - 2 * PAD
    tags = notes(flow, step, language, busy)
    return _Card(
        step=step,
        words=tuple(line for text in lines_of(flow, step, language) for line in wide(text, most, 14)),
        notes=tuple(line for text in tags for line in wide(text, most, 12)),
    )


def _kind(step: Step) -> str:
    match step:
        case RecordStep():
            return "record"
        case Question():
            return "question"
        case AppStep() | JoinStep():
            return "app"
        case EndStep():
            return "end"
        case BranchStep() | LanguageStep() | SlowStep() | PlayStep():
            return "small"
    return "question"


def _all_cards(placed: Placed, cards: Mapping[str, _Card]) -> Iterator[str]:
    for name, card in cards.items():
        x, y = placed.corners[name]
        fill, border = PAINT[_kind(card.step)]
        radius = 18 if isinstance(card.step, EndStep) else 8
        yield f'<g transform="translate({x:.1f} {y:.1f})">'
        paint = f'fill="{fill}" stroke="{border}" stroke-width="1.6"'
        yield f'<rect width="{WIDTH}" height="{card.height}" rx="{radius}" {paint}/>'
        at = PAD + 8
        yield f'<text class="n" x="{PAD}" y="{at}">{escape(title(card.step))}</text>'
        for line in card.words:
            at += LINE
            yield f'<text class="w" x="{PAD}" y="{at}">{escape(line)}</text>'
        if card.notes:
            at += 12
            yield f'<path d="M{PAD} {at}H{WIDTH - PAD}" stroke="{border}" stroke-opacity=".25"/>'
        for line in card.notes:
            at += SMALL
            yield f'<text class="s" x="{PAD}" y="{at}">{escape(line)}</text>'
        yield "</g>"


def _tags(flow: Flow, language: str, placed: Placed) -> Iterator[str]:
    """Where every question leads, by words of danger or by 0: a tag says so, instead of as many arrows."""
    persons = Counter(_persons(flow.steps)).most_common(1)
    anywhere = {to: ("0", "k", "#eaf1f8", "#2563a8") for to, count in persons if count > MOST_ARROWS}
    if flow.danger:
        anywhere[flow.danger.to] = (word(flow, language, "danger from"), "d", "#fdecea", "#b3261e")
    for to, (words, style, fill, border) in anywhere.items():
        if to in placed.corners:
            x, y = placed.corners[to]
            box = f'x="{x:.1f}" y="{y - TAG - 4:.1f}" width="{across(words, 13) + 2 * PAD:.0f}" height="{TAG}" rx="11"'
            yield f'<rect {box} fill="{fill}" stroke="{border}" stroke-width="1"/>'
            yield f'<text class="{style}" x="{x + PAD:.1f}" y="{y - 10:.1f}">{escape(words)}</text>'


def _all_arrows(
    flow: Flow, language: str, arrows: Mapping[tuple[str, str], list[str]], placed: Placed, cards: Mapping[str, _Card]
) -> Iterator[str]:
    ports = _ports(arrows, placed)
    tags = Tags()
    for (a, b), labels in arrows.items():
        up = placed.corners[b][1] <= placed.corners[a][1]
        start = (placed.corners[a][0] + ports[a, b, 0], placed.corners[a][1] + (0 if up else cards[a].height))
        end = (placed.corners[b][0] + ports[a, b, 1], placed.corners[b][1] + (cards[b].height if up else 0))
        # Upright as far as the layer is deep, so that no line runs behind a taller neighbour.
        bend = [(end[0], placed.floors[b])] if up else [(start[0], placed.floors[a])]
        points = [start, *([] if up else bend), *placed.waypoints[a, b], *(bend if up else []), end]
        points = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
        yield f'<path class="a{" b" if up else ""}" d="{_curve(points)}" marker-end="url(#tip)"/>'
        words = label(flow, language, labels)
        if words:
            tags.add(words, start[0], start[1], down=not up)
    yield from tags.drawn


def _ports(arrows: Mapping[tuple[str, str], list[str]], placed: Placed) -> dict[tuple[str, str, int], float]:
    """Where along a box's upper or lower edge each arrow leaves (0) or arrives (1), in the order of where it goes."""
    sides: dict[tuple[str, bool], list[tuple[float, tuple[str, str, int]]]] = {}
    for a, b in arrows:
        points = placed.waypoints[a, b]
        for end, here, there in ((0, a, b), (1, b, a)):
            towards = points[-end][0] if points else placed.corners[there][0] + WIDTH / 2
            below = placed.corners[there][1] > placed.corners[here][1]
            sides.setdefault((here, below), []).append((towards, (a, b, end)))
    ports: dict[tuple[str, str, int], float] = {}
    for ends in sides.values():
        for position, (_, port) in enumerate(sorted(ends), start=1):
            ports[port] = WIDTH * position / (len(ends) + 1)
    return ports


def _curve(points: list[tuple[float, float]]) -> str:
    """A line through all points that leaves and arrives upright."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        half = (y0 + y1) / 2
        path += f"C{x0:.1f} {half:.1f} {x1:.1f} {half:.1f} {x1:.1f} {y1:.1f}"
    return path
