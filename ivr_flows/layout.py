"""Places boxes in layers so that a call is read from top to bottom: our own small layered layout, no outside program.

Loops are turned round for the layout, long arrows get a waypoint in each layer they pass, layers are ordered by where
their neighbours stand, and every box is pulled towards the middle of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ivr_flows.steps import reached

GAP_X, GAP_Y, WAYPOINT = 34, 76, 30
SWEEPS = 12
NARROWEST = 4  # boxes in a row


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """Something to place, by name."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Where things went: each box's upper left corner and the floor of its layer, and the points each arrow passes."""

    corners: Mapping[str, tuple[float, float]]
    waypoints: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
    floors: Mapping[str, float]
    width: float
    height: float


Arrow = tuple[str, str]


def place(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> Placed:
    """A place for each box. The first box is where the call begins."""
    forward = _forward([box.name for box in boxes], arrows)
    layer = _layers([box.name for box in boxes], set(forward.values()))
    sizes = {box.name: (float(box.width), float(box.height)) for box in boxes}
    chains = {arrow: _chain(forward[arrow], layer, sizes) for arrow in arrows}
    rows = _rows(layer, chains)
    links = {(a, b) for chain in chains.values() for a, b in pairwise(chain)}
    _order(rows, links)
    xs = _columns(rows, links, sizes)
    ys, height = _heights(rows, sizes)
    left = min(xs[name] - sizes[name][0] / 2 for name in xs)
    middles = {name: xs[name] - left for name in xs}
    deep = [max((sizes[name][1] for name in row), default=0.0) for row in rows]
    return Placed(
        corners={box.name: (middles[box.name] - box.width / 2, ys[layer[box.name]]) for box in boxes},
        waypoints={
            arrow: tuple(
                # Upright past the whole layer, so that an arrow never runs behind a box.
                (middles[name], ys[layer[name]] + edge * deep[layer[name]])
                for name in (chain[1:-1] if forward[arrow] == arrow else chain[-2:0:-1])
                for edge in ((0, 1) if forward[arrow] == arrow else (1, 0))
            )
            for arrow, chain in chains.items()
        },
        floors={box.name: ys[layer[box.name]] + deep[layer[box.name]] for box in boxes},
        width=max(xs[name] + sizes[name][0] / 2 for name in xs) - left,
        height=height,
    )


def _forward(names: Sequence[str], arrows: Sequence[Arrow]) -> dict[Arrow, Arrow]:
    """Each arrow as it runs downwards: one that closes a loop is turned round."""
    after: dict[str, list[str]] = {name: [] for name in names}
    for a, b in arrows:
        after[a].append(b)
    state: dict[str, int] = {}
    turned: set[Arrow] = set()

    def visit(name: str) -> None:
        state[name] = 1
        for other in after[name]:
            if state.get(other) == 1:
                turned.add((name, other))
            elif other not in state:
                visit(other)
        state[name] = 2

    for name in names:
        if name not in state:
            visit(name)
    return {arrow: (arrow[1], arrow[0]) if arrow in turned else arrow for arrow in arrows}


def _layers(names: Sequence[str], arrows: set[Arrow]) -> dict[str, int]:
    """As deep as the longest way there."""
    layer = dict.fromkeys(names, 0)
    for _ in names:
        moved = False
        for a, b in arrows:
            if a != b and layer[b] <= layer[a]:
                layer[b], moved = layer[a] + 1, True
        if not moved:
            break
    _sink(layer, arrows, names[0])
    return layer


def _sink(layer: dict[str, int], arrows: set[Arrow], first: str) -> None:
    """What no arrow joins to the beginning stands below all that is, in rows no wider than its widest."""
    beside: dict[str, list[str]] = {}
    for a, b in arrows:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    joined = reached([first], lambda name: beside.get(name, ()))
    most, top = max(NARROWEST, _widest(layer, joined)), max(layer[name] for name in joined) + 1
    used = deep = 0
    for name in layer:
        if name in joined:
            continue
        together = reached([name], lambda one: beside.get(one, ()))
        wide = _widest(layer, together)
        if used and used + wide > most:
            top, used, deep = top + deep, 0, 0
        highest = min(layer[one] for one in together)
        layer.update({one: layer[one] - highest + top for one in together})
        used, deep = used + wide, max(deep, max(layer[one] for one in together) - top + 1)
        joined |= together


def _widest(layer: Mapping[str, int], names: set[str]) -> int:
    return max(Counter(layer[name] for name in names).values())


def _chain(arrow: Arrow, layer: dict[str, int], sizes: dict[str, tuple[float, float]]) -> list[str]:
    """The arrow's ends with a waypoint for each layer between."""
    top, bottom = arrow
    between = [f"{top}→{bottom}@{depth}" for depth in range(layer[top] + 1, layer[bottom])]
    for depth, name in enumerate(between, start=layer[top] + 1):
        layer[name] = depth
        sizes[name] = (float(WAYPOINT), 0.0)
    return [top, *between, bottom]


def _rows(layer: Mapping[str, int], chains: Mapping[Arrow, list[str]]) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(max(layer.values()) + 1)]
    seen: set[str] = set()
    for name in [name for chain in chains.values() for name in chain] + list(layer):
        if name not in seen:
            seen.add(name)
            rows[layer[name]].append(name)
    return rows


def _order(rows: list[list[str]], links: set[Arrow]) -> None:
    """Sorts each layer by the middle of its neighbours above, then below, and keeps the order with fewest crossings."""
    near: dict[str, list[str]] = {}
    for a, b in sorted(links):
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    best, least = [row[:] for row in rows], _crossings(rows, links)
    for sweep in range(SWEEPS):
        order = range(1, len(rows)) if sweep % 2 == 0 else range(len(rows) - 2, -1, -1)
        for depth in order:
            beside = rows[depth - 1] if sweep % 2 == 0 else rows[depth + 1]
            at = {name: position for position, name in enumerate(beside)}
            rows[depth] = _by_neighbours(rows[depth], at, near)
        crossings = _crossings(rows, links)
        if crossings < least:
            best, least = [row[:] for row in rows], crossings
    rows[:] = best


def _by_neighbours(row: list[str], at: Mapping[str, int], near: Mapping[str, list[str]]) -> list[str]:
    def key(name: str) -> float:
        return _middle([at[other] for other in near.get(name, ()) if other in at], row.index(name))

    return sorted(row, key=key)


def _middle(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(rows: list[list[str]], links: set[Arrow]) -> int:
    count = 0
    for upper, lower in pairwise(rows):
        a, b = ({name: at for at, name in enumerate(row)} for row in (upper, lower))
        ends = sorted((a[top], b[bottom]) for top, bottom in links if top in a and bottom in b)
        count += sum(1 for at, one in enumerate(ends) for other in ends[at + 1 :] if one[1] > other[1])
    return count


def _columns(rows: list[list[str]], links: set[Arrow], sizes: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Middles of boxes: pulled to their neighbours, then pushed apart where they would touch."""
    xs: dict[str, float] = {}
    for row in rows:
        at = 0.0
        for name in row:
            xs[name] = at + sizes[name][0] / 2
            at += sizes[name][0] + GAP_X
    near: dict[str, list[str]] = {}
    for a, b in sorted(links):
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    # What nothing leads to stands in the middle below, not where its row happened to begin.
    loose = {name for row in rows[1:] for name in row} - {b for _, b in links}
    for sweep in range(40):
        middle = _middle([xs[name] for name in rows[0]], 0.0)
        for row in rows if sweep % 2 == 0 else reversed(rows):
            pulled = ([middle] if name in loose else [xs[n] for n in near.get(name, ())] for name in row)
            wanted = [_middle(to, xs[name]) for to, name in zip(pulled, row, strict=True)]
            _spread(row, wanted, xs, sizes)
    return xs


def _spread(
    row: list[str], wanted: list[float], xs: dict[str, float], sizes: Mapping[str, tuple[float, float]]
) -> None:
    """The nearest places to those wanted that keep order and gaps: touching boxes move as one block."""
    blocks: list[tuple[float, float, list[tuple[str, float]]]] = []  # wanted left, width, names with offsets
    for name, middle in zip(row, wanted, strict=True):
        width = sizes[name][0]
        left, members, total = middle - width / 2, [(name, 0.0)], width + GAP_X
        while blocks and blocks[-1][0] + blocks[-1][1] > left:
            before_left, before_width, before = blocks.pop()
            count, more = len(before), len(members)
            left = (before_left * count + (left - before_width) * more) / (count + more)
            members = [*before, *((one, offset + before_width) for one, offset in members)]
            total += before_width
        blocks.append((left, total, members))
    for left, _, members in blocks:
        for name, offset in members:
            xs[name] = left + offset + sizes[name][0] / 2


def _heights(rows: list[list[str]], sizes: Mapping[str, tuple[float, float]]) -> tuple[list[float], float]:
    tops: list[float] = []
    at = 0.0
    for row in rows:
        tops.append(at)
        at += max((sizes[name][1] for name in row), default=0.0) + GAP_Y
    return tops, at - GAP_Y
