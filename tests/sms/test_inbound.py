"""How a text is understood: the contract's order and examples, in tables; and what must hold for any text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from sms.inbound import (
    Answer,
    Comment,
    CoordinatorVerb,
    CoordinatorWord,
    Danger,
    Empty,
    Inbound,
    OfficerOther,
    OfficerVerb,
    OfficerWord,
    PlaceAnswer,
    Question,
    Report,
    Status,
    Stop,
    TextContext,
    Thanks,
    parse,
)
from sms.keywords import COMMANDS, Command, correct, find, find_opt, normalise
from tests.sms.cases import N, table


def _is_number(digits: str) -> bool:
    return 8 <= len(digits) <= 10 and damm.is_valid(digits)


QUIET = TextContext(is_number=_is_number)
OFFICER = TextContext(is_number=_is_number, officer=True)
COORDINATOR = TextContext(is_number=_is_number, coordinator=True)
CHOICES = 3


def _asked(question: Question) -> TextContext:
    return TextContext(is_number=_is_number, question=question, choices=CHOICES, officer=question is Question.IS_REPORT)


@pytest.mark.parametrize(("question", "body", "meaning"), [row for name in ("plain", "answered", "aside") for row in table(name)])
def test_what_people_write(question: Question | None, body: str, meaning: Inbound) -> None:
    assert parse(body, QUIET if question is None else _asked(question)) == meaning


def test_the_tables_are_as_wide_as_ordered() -> None:
    rows = [body for name in ("plain", "answered", "aside") for _, body, _ in table(name)]
    assert len(rows) >= 400
    assert sum(body.isascii() for body in rows) >= 120, "both languages"


@pytest.mark.parametrize(("body", "meaning"), [
    ("接单", OfficerWord(word=OfficerVerb.ACCEPT)),
    ("接單", OfficerWord(word=OfficerVerb.ACCEPT)),
    ("接单了", OfficerWord(word=OfficerVerb.ACCEPT)),
    ("签收 26417301", OfficerWord(word=OfficerVerb.ACCEPT, number=N)),
    ("接单2641-7301", OfficerWord(word=OfficerVerb.ACCEPT, number=N)),
    ("26417301 接单", OfficerWord(word=OfficerVerb.ACCEPT, number=N)),
    ("ACCEPT", OfficerWord(word=OfficerVerb.ACCEPT)),
    ("acept 2641 7301", OfficerWord(word=OfficerVerb.ACCEPT, number=N)),
    ("Accept 26417302", OfficerWord(word=OfficerVerb.ACCEPT, number="26417302")),
    ("进展 已派人围挡，明天更换井盖。", OfficerWord(word=OfficerVerb.PROGRESS, words="已派人围挡，明天更换井盖。")),
    ("进展：2641-7301 已围挡", OfficerWord(word=OfficerVerb.PROGRESS, number=N, words="已围挡")),
    ("PROGRESS 26417301 Fenced off", OfficerWord(word=OfficerVerb.PROGRESS, number=N, words="Fenced off")),
    ("办结 26417301 井盖已更换", OfficerWord(word=OfficerVerb.DONE, number=N, words="井盖已更换")),
    ("办结井盖已更换", OfficerWord(word=OfficerVerb.DONE, words="井盖已更换")),
    ("已办结", OfficerWord(word=OfficerVerb.DONE)),
    ("ＤＯＮＥ　２６４１７３０１　Replaced", OfficerWord(word=OfficerVerb.DONE, number=N, words="Replaced")),
    ("done: cover replaced", OfficerWord(word=OfficerVerb.DONE, words="cover replaced")),
    ("DONE\n2641-7301\n换了新盖", OfficerWord(word=OfficerVerb.DONE, number=N, words="换了新盖")),
    ("退回 不是我们的路", OfficerWord(word=OfficerVerb.RETURN, words="不是我们的路")),
    ("RETURN 26417301 (private land)", OfficerWord(word=OfficerVerb.RETURN, number=N, words="(private land)")),
    ("联系 26417301", OfficerWord(word=OfficerVerb.CALL, number=N)),
    ("CALL", OfficerWord(word=OfficerVerb.CALL)),
    ("询问 具体几号楼", OfficerWord(word=OfficerVerb.ASK, words="具体几号楼")),
    ("协办 26417301 环卫", OfficerWord(word=OfficerVerb.ASSIST, number=N, words="环卫")),
    ("EXTEND 26417301 rain", OfficerWord(word=OfficerVerb.EXTEND, number=N, words="rain")),
    ("联系不上居民", OfficerOther(words="联系不上居民")),
    ("人民路有个坑", OfficerOther(words="人民路有个坑")),
    ("Returning tomorrow", OfficerOther(words="Returning tomorrow")),
    ("没人来", OfficerOther(words="没人来")),
    ("收到", Thanks()),
    ("STOP", Stop()),
    ("查", Status()),
    ("报 人民路有个坑", Report(words="人民路有个坑", explicit=True)),
])
def test_officers(body: str, meaning: Inbound) -> None:
    assert parse(body, OFFICER) == meaning


@pytest.mark.parametrize(("body", "meaning"), [
    ("UPHOLD 26417301", CoordinatorWord(word=CoordinatorVerb.UPHOLD, number=N)),
    ("UPHOLD 26417301 Sanitation", CoordinatorWord(word=CoordinatorVerb.UPHOLD, number=N, words="Sanitation")),
    ("同意退回 26417301 环境卫生处", CoordinatorWord(word=CoordinatorVerb.UPHOLD, number=N, words="环境卫生处")),
    ("不同意退回 26417301", CoordinatorWord(word=CoordinatorVerb.REJECT_RETURN, number=N)),
    ("REFUSE 2641-7301", CoordinatorWord(word=CoordinatorVerb.REJECT_RETURN, number=N)),
    ("DISPATCH 26417301 Road Care", CoordinatorWord(word=CoordinatorVerb.DISPATCH, number=N, words="Road Care")),
    ("派遣 26417301 市政维护处", CoordinatorWord(word=CoordinatorVerb.DISPATCH, number=N, words="市政维护处")),
    ("派遣26417301市政维护处", CoordinatorWord(word=CoordinatorVerb.DISPATCH, number=N, words="市政维护处")),
    ("这件归谁", OfficerOther(words="这件归谁")),
    ("接单 26417301", OfficerOther(words="接单 26417301")),
])
def test_the_coordinator(body: str, meaning: Inbound) -> None:
    assert parse(body, COORDINATOR) == meaning


def test_staff_words_from_a_resident_are_not_commands() -> None:
    assert parse("办结了个寂寞", QUIET) == Report(words="办结了个寂寞")
    assert parse("Return the bins please", QUIET) == Report(words="Return the bins please")
    assert parse("派遣 26417301 市政维护处", OFFICER) == OfficerOther(words="派遣 26417301 市政维护处")


def test_danger_comes_before_all_else() -> None:
    for body in ("STOP", "着火了", "1", "DONE 26417301 fire"):
        assert parse(body, replace(OFFICER, danger=True)) == Danger(words=body)
    assert parse(" ", replace(QUIET, danger=True)) == Empty()


@pytest.mark.parametrize("question", list(Question))
def test_category_and_place_make_a_report_whatever_is_open(question: Question) -> None:
    both = TextContext(is_number=_is_number, question=question, choices=CHOICES, names_category=True, names_place=True)
    assert parse("解放路5号路灯没修好", both) == Report(words="解放路5号路灯没修好")
    one = replace(both, names_place=False)
    alone = question in (Question.CHOOSE_TICKET, Question.IS_REPORT, Question.WITHDRAW, Question.SPLIT,
             Question.SAME, Question.AGE, Question.LOOKBACK)
    assert (parse("路灯也不亮", one) == Report(words="路灯也不亮")) == alone


def test_adding_something_new_in_english_is_a_report() -> None:
    both = replace(QUIET, names_category=True, names_place=True)
    assert parse("Add street lights on Renmin Road", both) == Report(words="Add street lights on Renmin Road")
    assert not isinstance(parse(f"ADD {N} street light by Renmin Road", both), Report)
    assert not isinstance(parse("ADD: street light by Renmin Road", both), Report)


def test_an_officer_who_reported_is_asked_where() -> None:
    assert parse("人民路12号", replace(OFFICER, question=Question.PLACE)) == PlaceAnswer(words="人民路12号")
    assert parse("1", replace(OFFICER, question=Question.SOLVED)) == Answer(question=Question.SOLVED, value=1)
    assert parse("井盖换了", replace(OFFICER, question=Question.SOLVED)) == OfficerOther(words="井盖换了")
    assert parse("3", replace(OFFICER, question=Question.IS_REPORT)) == Comment(words="3")


def _law() -> list[str]:
    law = (Command.STOP, Command.STOP_OR_WITHDRAW)
    return [word for command in law for words in COMMANDS[command].values() for word in words]


@pytest.mark.parametrize("question", [None, *Question])
@pytest.mark.parametrize("word", _law())
def test_stop_wins_over_everything_but_danger(word: str, question: Question | None) -> None:
    context = TextContext(is_number=_is_number, officer=True, coordinator=True, question=question, choices=3,
                          names_category=True, names_place=True)
    for body in (word, word.upper(), f" {word}。", f"{word} {N}", _full_width(word)):
        assert isinstance(parse(body, context), Stop)


def test_every_word_is_found_with_politeness_and_alone() -> None:
    for command, languages in COMMANDS.items():
        for word in (word for words in languages.values() for word in words if word != "?"):
            opt = find_opt(word)
            assert (opt or find(word)) == command
            assert (find_opt(f"{word}，谢谢") or find(f"{word}，谢谢")) == command


@pytest.mark.parametrize(
    "body", ["stpo", "stopp", "unsubscrib", "optuot", "rvoke", "stat", "ad", "strat", "cancl", "revokes"])
def test_no_slip_leads_to_stop_or_from_a_short_word(body: str) -> None:
    assert find(body) is None
    assert find_opt(body) is None


def test_one_letter_is_corrected_two_are_not() -> None:
    known = ("status", "chase", "done")
    assert [correct(word, known) for word in ("stauts", "statu", "statuss", "stotas", "dome", "donee", "chqse")] == [
        "status", "status", "status", None, None, None, "chase"]


def _full_width(text: str) -> str:
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
    return text.translate(wide)


_BODIES = st.one_of(
    st.text(),
    st.text(alphabet="0123456789 -#１①一查催报补充停止TD退订STOPadreun没人来修好了满意不是有谢的吧：，。?"
                     "\n\x00\ud83d👍"),
    st.sampled_from([body for name in ("plain", "answered", "aside") for _, body, _ in table(name)]),
)
_CONTEXTS = st.builds(
    TextContext, officer=st.booleans(), coordinator=st.booleans(), danger=st.booleans(),
    question=st.none() | st.sampled_from(Question), choices=st.integers(0, 5),
    names_category=st.booleans(), names_place=st.booleans(), is_number=st.just(_is_number))


@given(_BODIES, _CONTEXTS)
def test_any_text_has_one_meaning(body: str, context: TextContext) -> None:
    meaning = parse(body, context)
    assert parse(f" \n{body}\t ", context) == meaning
    answer = meaning if isinstance(meaning, Answer) else None
    assert answer is None or 0 <= answer.value <= 5
    assert not isinstance(meaning, OfficerWord | OfficerOther) or context.officer or context.coordinator
    assert "\x00" not in getattr(meaning, "words", "")


@given(st.sampled_from([body for name in ("plain", "answered") for _, body, _ in table(name)]), _CONTEXTS)
def test_full_width_means_the_same(body: str, context: TextContext) -> None:
    plain, wide = parse(body, context), parse(_full_width(body), context)
    assert type(plain) is type(wide)
    for name in ("number", "value", "asks", "word", "language"):
        assert getattr(plain, name, None) == getattr(wide, name, None)
    assert normalise(getattr(plain, "words", "")) == normalise(getattr(wide, "words", ""))


@given(st.text())
def test_normalising_twice_changes_nothing(body: str) -> None:
    assert normalise(normalise(body)) == normalise(body)


@pytest.mark.parametrize("body", [
    "", "1" * 1600, "井" * 20000, "STOP " * 4000, "2641-7301 " * 2000, "\n" * 20000, "👍" * 1600, "请" * 5000,
    "谢谢" * 3000, "报" * 5000, "补充" * 5000, "a" * 20000, "1 " * 9000, "吧" * 5000,
])
def test_any_length(body: str) -> None:
    for context in (replace(QUIET, question=Question.SOLVED), OFFICER):
        assert isinstance(parse(body, context), Inbound)
