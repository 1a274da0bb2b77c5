"""What the app publishes for flows is what it does: each act has its table, and its own lines keep to it."""

import ast
import inspect
import textwrap
from collections.abc import Iterator

import pytest

from hotline.services.handle_call.acts import ACTS, LOOKUP_OF, UNASKED, published
from hotline.services.handle_call.doing import Doing
from ivr_flows.acts import Outcome, names, only
from ivr_flows.load import read_flows


def body(name: str) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(ACTS[name].run)))


def given(tree: ast.AST) -> Iterator[str]:
    """Outcomes a function names in its own lines."""
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Return) else None
        firsts = [value] if isinstance(value, ast.Tuple) else [value.body, value.orelse] if isinstance(value, ast.IfExp) else []
        for first in firsts:
            if isinstance(first, ast.Tuple) and isinstance(first.elts[0], ast.Constant):
                yield str(first.elts[0].value)


def read(tree: ast.AST) -> Iterator[str]:
    """Values a function asks for in its own lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "said.get" and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_every_act_publishes_what_it_reads_and_gives(name: str) -> None:
    doing: object = ACTS[name]
    assert isinstance(doing, Doing), "put @lookup(…) or @finish(…) above it (hotline/services/handle_call/doing.py)"
    assert doing.act.outcomes
    assert set(given(body(name))) - {"failed"} <= set(doing.act.outcomes)
    if name not in UNASKED:
        assert set(read(body(name))) <= doing.act.reads.known | {"done"}


def test_what_flows_ask_is_published_under_the_name_they_use() -> None:
    app = published()
    assert set(app.lookups) | set(app.finishes) >= {LOOKUP_OF.get(name, name) for name in ACTS} - UNASKED
    assert app.act("answer", lookup=True) is ACTS["answer_words"].act
    assert app.act("answer", lookup=False) is ACTS["answer"].act
    assert app.act("hang_up", lookup=False) is None


def test_the_hotlines_flows_ask_nothing_else() -> None:
    assert read_flows(app=published())[1] == ()


@pytest.mark.parametrize(
    ("outcome", "values", "lacking"),
    [
        ("told", {"department": "x", "by": "y"}, ()),
        ("told", {"department": "x", "by": None}, ("by",)),
        ("told", {"department": "x", "by": "y", "who": "z"}, ("who",)),
        ("tld", {}, ("outcome tld",)),
        ("failed", {}, ()),
    ],
)
def test_an_answer_that_was_not_published_is_told(outcome: str, values: dict[str, object], lacking: tuple[str, ...]) -> None:
    assert tuple(ACTS["chase"].act.broken(outcome, values)) == lacking


@pytest.mark.parametrize(
    ("outcome", "values", "may"),
    [
        (only("", question="solved"), {"question": "=solved"}, True),
        (only("", question="solved"), {"question": "=contacted"}, False),
        (only("", question="solved"), {"question": "asked"}, True),  # a path: it may lead to anything
        (only("", question="solved"), {}, False),
        (only("", needs=("speech",)), {"speech": None}, False),
        (only("", needs=("speech",)), {"speech": "speech"}, True),
        (Outcome(gives=names("by")), {}, True),
    ],
)
def test_an_outcome_comes_of_some_values_alone(outcome: Outcome, values: dict[str, object], may: bool) -> None:
    assert outcome.may_come_of(values) == may
