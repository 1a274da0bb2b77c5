"""A figure says no more than was counted: nothing of nothing, never rounded in our favour, nobody shown through small numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.kpi import FEW, SMALL, SMALLEST, Figure, Value
from hotline.domain.kpis import CATALOGUE
from hotline.domain.small_numbers import published, published_together, size
from hotline.kpi_words import LANGUAGES, missing, words_in
from hotline.kpi_words.telling import lines, target, told

SOLVED, RESPONSE, RECURRENCE, GAP, RECEIVED = (
    CATALOGUE[name] for name in ("solved", "response_in_time", "recurrence", "gap_solved", "received")
)
EN = words_in("en")


def of(numerator: int, denominator: int) -> Value:
    return Value(numerator=numerator, denominator=denominator)


def test_nothing_counted_is_no_share_and_neither_met_nor_missed() -> None:
    figure = Figure(kpi=SOLVED, value=Value())
    assert (figure.number, figure.shown, figure.met, told(figure, EN)) == (None, None, None, "—")


SHOWN = [
    (RESPONSE, of(4898, 5000), 97.9, False),   # 97.96: reads neither as 98 nor as met
    (RESPONSE, of(98, 100), 98.0, True),
    (SOLVED, of(58, 100), 58.0, False),        # 57.99999999999999 to a machine
    (SOLVED, of(2, 3), 66.6, False),
    (RECURRENCE, of(2001, 10000), 20.1, False),  # lower is better: rounded up
    (RECURRENCE, of(20, 100), 20.0, True),
    (RECURRENCE, of(0, 9), 0.0, True),
]  # fmt: skip


@pytest.mark.parametrize(("kpi", "value", "shown", "met"), SHOWN)
def test_a_share_is_rounded_against_us_and_judged_unrounded(kpi, value, shown, met) -> None:  # type: ignore[no-untyped-def]
    figure = Figure(kpi=kpi, value=value)
    assert (figure.shown, figure.met) == (shown, met)


@given(st.integers(1, 9999), st.data())
def test_what_reads_as_the_target_is_met(denominator: int, data: st.DataObject) -> None:
    value = of(data.draw(st.integers(0, denominator)), denominator)
    for kpi in (SOLVED, RECURRENCE, RESPONSE):
        figure = Figure(kpi=kpi, value=value)
        assert figure.shown is not None
        assert kpi.target is not None
        reads = figure.shown >= kpi.target if kpi.better == "up" else figure.shown <= kpi.target
        assert reads == figure.met


def test_a_gap_is_the_distance_either_way_and_needs_both_sides() -> None:
    near = Figure(kpi=GAP, value=Value(), parts={"rural": of(80, 100), "urban": of(90, 100)})
    assert (near.number, near.met) == (pytest.approx(10), True)
    assert Figure(kpi=GAP, value=Value(), parts={"rural": of(95, 100), "urban": of(80, 100)}).met is False
    assert Figure(kpi=GAP, value=Value(), parts={"rural": Value(), "urban": of(80, 100)}).number is None


def test_change_is_told_only_where_both_are_known() -> None:
    figure = Figure(kpi=SOLVED, value=of(9, 10), before=Figure(kpi=SOLVED, value=of(8, 10)))
    assert figure.change == 10.0
    assert Figure(kpi=SOLVED, value=of(9, 10), before=Figure(kpi=SOLVED, value=Value())).change is None


GROUPS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


@given(GROUPS)
def test_no_small_group_can_be_seen_or_worked_out(sizes: dict[str, int]) -> None:
    groups = {key: of(number // 2, number) for key, number in sizes.items()}
    shown = published(SOLVED, groups)
    hidden = {key for key, value in shown.items() if value.small}
    assert {key for key, number in sizes.items() if 0 < number < SMALLEST} <= hidden
    for key in shown.keys() - hidden:
        assert size(SOLVED, shown[key]) == sizes[key]
    missing_of_total = sum(sizes[key] for key in hidden)
    everything = {key for key, number in sizes.items() if number}
    if hidden and hidden != everything:
        assert len(hidden) > 1
        assert missing_of_total >= SMALLEST
    assert all(value == SMALL for key, value in shown.items() if key in hidden)


HIDDEN = [
    ({"a": 3, "b": 2, "c": 20, "d": 30}, {"a", "b"}), ({"a": 3, "c": 20, "d": 30}, {"a", "c"}),
    ({"a": 1, "b": 1, "c": 9}, set("abc")),
    ({"a": 5, "b": 0}, set()), ({"a": 4}, {"a"}), ({"a": 4, "b": 0}, {"a"}),
]  # fmt: skip


@pytest.mark.parametrize(("sizes", "hidden"), HIDDEN)
def test_no_more_is_hidden_than_must_be(sizes: dict[str, int], hidden: set[str]) -> None:
    shown = published(SOLVED, {key: of(0, number) for key, number in sizes.items()})
    assert {key for key, value in shown.items() if value.small} == hidden


def test_what_stands_beside_is_hidden_too_where_it_is_few() -> None:
    value = Value(numerator=20, denominator=30, non_response=4, excluded=5, beside=0)
    shown = published(SOLVED, {"": value})[""]
    assert (shown.non_response, shown.excluded, shown.beside, shown.numerator) == (FEW, 5, 0, 20)
    told_of = {line.label: line.number for line in lines(Figure(kpi=SOLVED, value=shown), EN)}
    assert told_of["No answer"] == "<5"


def test_a_hidden_figure_tells_nothing() -> None:
    figure = Figure(kpi=SOLVED, value=published(SOLVED, {"": of(1, 3)})[""])
    assert (figure.number, figure.met, told(figure, EN)) == (None, None, "<5")
    assert {line.number for line in lines(figure, EN)} == {"<5"}
    assert told(Figure(kpi=RECEIVED, value=published(RECEIVED, {"": Value(numerator=4)})[""]), EN) == "<5"


def test_grids_are_nobody() -> None:
    silent = CATALOGUE["silent_grids"]
    assert published(silent, {"": of(2, 3)}) == {"": of(2, 3)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_words_in_every_language(language: str) -> None:
    assert missing(language) == ()


PROMISED = {
    "response_in_time": "≥98%", "feedback": "≥100%", "solved": "≥85%", "satisfied": "≥90%", "recurrence": "≤20%",
    "suggestions_adopted": "≥60%", "hearings_followed": "≥80%", "dispatch_right_first": "≥95%", "reporters_over_60": "≥20%",
    "gap_solved": "≤10 points", "gap_result_in_time": "≤10 points", "calls_connected": "≥95%",
}  # fmt: skip


def test_the_targets_are_those_the_city_has_promised() -> None:
    assert {name: target(kpi, EN) for name, kpi in CATALOGUE.items() if kpi.target is not None} == PROMISED


def test_what_one_figure_hides_no_other_gives_away() -> None:
    """Report of October: "solved" of two groups was hidden, and the answers of one of them stood in the line above."""
    asked = {"roads": of(5, 10), "order": of(5, 12), "township": of(3, 14), "": of(4, 9)}
    answered = {key: of(min(value.numerator, 4), value.numerator) for key, value in asked.items()}
    told_all = published_together({"survey_answered": asked, "solved": answered, "returns": asked}, CATALOGUE)
    gone = {key for key, value in told_all["solved"].items() if value is SMALL}
    assert gone == {key for key, value in told_all["survey_answered"].items() if value is SMALL}
    assert sum(answered[key].denominator for key in gone) >= SMALLEST
    assert SMALL not in told_all["returns"].values(), "what is no kin of it is told"


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2))
def test_answers_and_verdicts_hide_the_same_groups(drawn: dict[str, tuple[int, int]]) -> None:
    asked = {key: of(answers, answers + silent) for key, (answers, silent) in drawn.items()}
    answered = {key: of(answers // 2, answers) for key, (answers, _) in drawn.items()}
    told_all = published_together({"survey_answered": asked, "solved": answered}, CATALOGUE)
    for key in drawn:
        if told_all["solved"][key] is SMALL and asked[key].denominator:
            assert told_all["survey_answered"][key] is SMALL
