"""What the engine promises beyond the golden calls."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ivr_flows.engine import MOST_TURNS, resume, start
from ivr_flows.inputs import HungUp, Keys, Recorded, Result, Silence, Speech
from ivr_flows.load import load_flows
from ivr_flows.model import Flow, FlowError, Turn
from ivr_flows.outputs import Finish, Gather, HangUp, Lookup, Play, Record, Say
from tests.ivr_flows.city import COVER, LAMP, OWN, ROADS, TOMORROW, facts

REGISTERED = {"number": "26417301", "department": ROADS, "by": TOMORROW, "texting": True}


@pytest.fixture
def intake(flows: dict[str, Flow]) -> Flow:
    return flows["intake"]


def begin(flow: Flow, **other: object) -> Turn:
    return start(flow, facts(flow.name, **other))


def at_tell(flow: Flow) -> Turn:
    return resume(flow, resume(flow, begin(flow).session, Keys(digits="1")).session, Keys(digits="1"))


def heard(turn: Turn) -> str:
    last = turn.outputs[-1]
    prompts = last.prompts if isinstance(last, Gather | Record) else ()
    return " ".join(one.text for one in (*turn.outputs, *prompts) if isinstance(one, Say))


def test_a_missing_fact_is_refused_by_name(intake: Flow) -> None:
    given = facts("intake")
    del given["city"]
    with pytest.raises(FlowError, match="intake was started without city"):
        start(intake, given)


@pytest.mark.parametrize(("wanted", "spoken"), [("en", "en"), ("zh-CN", "zh-CN"), ("yue", "zh-CN"), (None, "zh-CN")])
def test_the_call_speaks_the_remembered_language(intake: Flow, wanted: str | None, spoken: str) -> None:
    turn = begin(intake, language=wanted)
    assert turn.session.language == spoken
    assert isinstance(turn.outputs[-1], Gather)
    assert turn.outputs[-1].prompts[0].language == spoken


def test_the_line_about_the_other_language_is_spoken_in_it(intake: Flow) -> None:
    greeting = begin(intake).outputs[-1]
    assert isinstance(greeting, Gather)
    first, *_, last = greeting.prompts
    assert (first.language, last.language, last.text) == ("zh-CN", "en", "For English, press 8.")


def test_a_menu_ends_on_one_key_and_a_number_on_hash(intake: Flow) -> None:
    menu = begin(intake).outputs[-1]
    number = resume(intake, begin(intake, caller_known=False).session, Keys(digits="2")).outputs[-1]
    assert isinstance(menu, Gather)
    assert isinstance(number, Gather)
    assert (menu.num_digits, menu.finish_on_key, menu.kinds) == (1, "", ("keys", "speech"))
    assert (number.num_digits, number.finish_on_key, number.kinds) == (10, "#", ("keys", "speech"))


def test_hints_are_the_categories_own_words(intake: Flow) -> None:
    odd = {"key": "3", "id": "x", "name": "x", "hints": ["a,b", "c" * 101, "井盖", 7]}
    turn = begin(intake, categories=[COVER, LAMP, odd])
    assert isinstance(turn.outputs[-1], Gather)
    assert turn.outputs[-1].hints == ("井盖", "路灯", "7")


def test_slow_callers_get_twice_the_time(intake: Flow) -> None:
    usual, slow = begin(intake).outputs[-1], begin(intake, slow=True).outputs[-1]
    assert isinstance(usual, Gather)
    assert isinstance(slow, Gather)
    assert slow.timeout == 2 * usual.timeout
    assert all(say.slow for say in slow.prompts)
    assert not any(say.slow for say in usual.prompts)


@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
def test_a_category_goes_by_its_own_key(intake: Flow, key: str) -> None:
    categories = [{"key": other, "id": f"id-{other}", "name": other} for other in ("4", "3", "2", "1")]
    turn = resume(intake, begin(intake, categories=categories).session, Keys(digits="1"))
    chosen = resume(intake, turn.session, Keys(digits=key)).session.answers["category"]
    assert chosen == {"key": key, "id": f"id-{key}", "name": key}


def test_putting_the_phone_down_after_speaking_still_makes_the_report(intake: Flow) -> None:
    turn = resume(intake, at_tell(intake).session, Recorded(recording_ref="tape", seconds=8, ended_by="hangup"))
    last = turn.outputs[-1]
    assert isinstance(last, Finish)
    assert (last.name, last.values["recording"], last.values["category"]) == ("report", "tape", "c01-cover")


def test_putting_the_phone_down_without_a_word_keeps_a_draft(intake: Flow) -> None:
    turn = resume(intake, at_tell(intake).session, Recorded(recording_ref="tape", seconds=0, ended_by="hangup"))
    last = turn.outputs[-1]
    assert isinstance(last, Finish)
    assert (last.name, last.last, last.values["step"]) == ("hang_up", True, "tell")
    assert last.values["category"] == COVER
    assert turn.session.over


def test_a_hang_up_after_the_report_says_that_it_was_made(intake: Flow) -> None:
    told = resume(intake, at_tell(intake).session, Recorded(recording_ref="t", seconds=8, ended_by="key", digits="#"))
    number = resume(intake, told.session, Result(name="report", outcome="registered", values=REGISTERED))
    last = resume(intake, number.session, HungUp()).outputs[-1]
    assert isinstance(last, Finish)
    assert last.values["done"] == ["report"]


def test_a_call_that_is_over_stays_over(intake: Flow) -> None:
    over = resume(intake, begin(intake).session, HungUp())
    for late in (HungUp(), Keys(digits="1"), Silence(), Result(name="report", outcome="registered", values=REGISTERED)):
        assert resume(intake, over.session, late).outputs == (HangUp(),)


@pytest.mark.parametrize(
    ("outcome", "values"),
    [("registered", {}), ("registered", {**REGISTERED, "by": None}), ("exploded", REGISTERED)],
    ids=["nothing given", "one value missing", "unknown outcome"],
)
def test_an_answer_of_the_app_nobody_can_use_is_said_to_have_failed(
    intake: Flow, outcome: str, values: dict[str, object]
) -> None:
    told = resume(intake, at_tell(intake).session, Recorded(recording_ref="t", seconds=8, ended_by="key", digits="#"))
    turn = resume(intake, told.session, Result(name="report", outcome=outcome, values=values))
    assert "这一步没有办成" in heard(turn)
    assert isinstance(turn.outputs[-1], HangUp)
    assert turn.session.done == ()


def test_an_answer_to_something_else_asks_the_app_again(intake: Flow) -> None:
    asked = resume(intake, begin(intake).session, Speech(text="井盖"))
    again = resume(intake, asked.session, Result(name="ticket", outcome="own", values=OWN))
    assert again.outputs == asked.outputs


def test_a_late_answer_of_the_app_is_no_failure_of_the_caller(intake: Flow) -> None:
    turn = begin(intake)
    for _ in range(3):
        turn = resume(intake, turn.session, Result(name="understand", outcome="report", values={"category": COVER}))
    assert turn.session.failures == {}
    assert turn.outputs == begin(intake).outputs


@pytest.mark.parametrize(
    ("outcome", "spoken"), [("known", "请稍等。 请说井盖的情况。"), ("unclear", "请稍等。 没听明白。 示范市热线。")]
)
def test_what_waits_to_be_said_is_said_after_the_app_has_answered(tmp_path: Path, outcome: str, spoken: str) -> None:
    folder = shutil.copytree(Path(__file__).parent / "sound", tmp_path / "mine")
    path = folder / "flows" / "small.yaml"
    said = path.read_text(encoding="utf-8").replace("speech: listen", "speech: moment\n  moment:\n    say: listen")
    path.write_text(said, encoding="utf-8")
    for language, moment in (("zh-CN", "请稍等。"), ("en", "One moment.")):
        with (folder / "prompts" / language / "small.yaml").open("a", encoding="utf-8") as prompts:
            prompts.write(f"moment: {moment}\n")
    small = load_flows(folder)["small"]
    begun = start(small, {"city": "示范市", "things": [], "line": "people"})
    asked = resume(small, begun.session, Speech(text="井盖"))
    assert asked.outputs == (Lookup(name="understand", values={"speech": "井盖"}),)
    turn = resume(small, asked.session, Result(name="understand", outcome=outcome, values={"thing": COVER}))
    assert heard(turn).startswith(spoken)


def test_two_failures_are_counted_at_one_question_only(intake: Flow) -> None:
    turn = begin(intake)
    for answer in (Silence(), Keys(digits="1"), Silence(), Keys(digits="2"), Silence()):
        turn = resume(intake, turn.session, answer)
    assert isinstance(turn.outputs[-1], Record)
    last = resume(intake, turn.session, Silence()).outputs[-1]
    assert isinstance(last, Finish)
    assert (last.name, last.values["reason"], last.values["at"]) == ("person", "silence", "tell")


@pytest.mark.parametrize("digits", ["1234567", "12345678901", "1234#678"])
def test_a_number_of_the_wrong_length_is_told_at_once(intake: Flow, digits: str) -> None:
    asked = resume(intake, begin(intake, caller_known=False).session, Keys(digits="2"))
    assert "编号是八到十位数字" in heard(resume(intake, asked.session, Keys(digits=digits)))


def test_several_recordings_are_played_in_order(flows: dict[str, Flow]) -> None:
    officer = flows["officer"]
    asked = resume(officer, begin(officer).session, Keys(digits="26417301"))
    assert asked.outputs == (
        Lookup(name="officer_ticket", values={"number": "26417301", "speech": None, "confidence": None}),
    )
    values = {"number": "26417301", "recordings": ["b", "a"]}
    turn = resume(officer, asked.session, Result(name="officer_ticket", outcome="allowed", values=values))
    assert [one.ref for one in turn.outputs if isinstance(one, Play)] == ["b", "a"]


def test_one_recording_is_not_counted_out(flows: dict[str, Flow]) -> None:
    officer = flows["officer"]
    asked = resume(officer, begin(officer).session, Keys(digits="26417301"))
    values = {"number": "26417301", "recordings": ["a"]}
    turn = resume(officer, asked.session, Result(name="officer_ticket", outcome="allowed", values=values))
    assert "第1段" not in heard(turn)


def test_a_step_that_is_gone_says_so_and_ends(intake: Flow) -> None:
    turn = resume(intake, replace(begin(intake).session, step="of_an_older_flow"), Keys(digits="1"))
    assert isinstance(turn.outputs[-1], HangUp)
    assert heard(turn)


def test_a_call_that_never_ends_is_ended(intake: Flow) -> None:
    turn = resume(intake, replace(begin(intake).session, turn=MOST_TURNS), Keys(digits="*"))
    assert turn.session.over
    assert heard(turn)


def test_long_news_is_cut_into_what_a_carrier_can_speak(flows: dict[str, Flow]) -> None:
    status = flows["status"]
    news = "已派人到场。" * 200
    turn = resume(status, begin(status, news=news).session, Keys(digits="1"))
    assert isinstance(turn.outputs[-1], Gather)
    says = turn.outputs[-1].prompts
    assert all(len(say.text) <= 450 for say in says)
    assert "".join(say.text for say in says).startswith(news)


def test_braces_in_what_somebody_wrote_are_only_words(flows: dict[str, Flow]) -> None:
    status = flows["status"]
    turn = resume(status, begin(status, news="{city} {x:digits} {").session, Keys(digits="1"))
    assert heard(turn).startswith("{city} {x:digits} {。")
