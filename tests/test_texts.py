"""Texts: messages and phrases rendered, limits that always hold, and faults of templates told with file and line."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.cli.texts import texts as command
from hotline.texts import TextError, Texts, check_texts
from sms.catalog import CATALOG, TEMPLATES, Type
from sms.encoding import segments
from sms.message import Message

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
SIGNATURE = {"zh-CN": "【示范市12345】", "en": ""}
SHANGHAI = ZoneInfo("Asia/Shanghai")
TEXTS = Texts(SIGNATURE, SHANGHAI)


def test_our_own_templates_are_sound() -> None:
    assert check_texts(TEXTS) == []


def test_a_long_signature_is_told() -> None:
    problems = check_texts(Texts({"zh-CN": "【" + "市" * 30 + "】", "en": ""}, SHANGHAI))
    assert problems
    assert all("segments" in problem.what and "zh-CN" in problem.file for problem in problems)


@pytest.mark.parametrize(("file", "source", "line", "what"), [
    ("en/hello.txt.j2", "Yes.\n{% if %}\n", 2, "Expected an expression"),
    ("en/hello.txt.j2", "Yes,\n你好.\n", 2, "汉字"),
    ("en/hello.txt.j2", "Yes – we are here.\n", 1, "outside GSM-7"),
    ("zh-CN/added.txt.j2", "已补充\n到{{ numbr }}。\n", 2, "uses numbr"),
    ("zh-CN/added.txt.j2", "到{{ number }}。\n" + "长" * 140, 1, "takes 3 segments (UCS-2)"),
    ("zh-CN/added.txt.j2", "到{{ number }}。\n\n{{ number.there.is.none }}", 3, "does not render"),
    ("en/bye.txt.j2", "Bye.\n", 0, "belongs to no message"),
    ("en/hello.txt.j2", None, 0, "is missing"),
    ("zh-CN/_when.txt.j2", None, 0, "is missing"),
])
def test_a_fault_is_told_with_its_line(tmp_path: Path, file: str, source: str | None, line: int, what: str) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    if source is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(source, encoding="utf-8")
    problems = check_texts(Texts(SIGNATURE, SHANGHAI, folder=folder))
    assert any(problem.file.endswith(file) and problem.line == line and what in problem.what for problem in problems)
    assert all(problem.mend for problem in problems)


def test_the_command_says_ok_or_fails(tmp_path: Path) -> None:
    assert "OK: " in CliRunner().invoke(command, ["check"]).output
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    (folder / "en" / "hello.txt.j2").write_text("{{ nobody }}", encoding="utf-8")
    result = CliRunner().invoke(command, ["check", "--folder", str(folder)])
    assert result.exit_code == 1
    assert "en/hello.txt.j2:1: uses nobody" in result.output


def test_what_is_missing_is_named_and_nothing_else_said() -> None:
    with pytest.raises(TextError) as caught:
        TEXTS.render("added", "zh-CN", {}, NOW)
    assert (caught.value.template, caught.value.code) == ("added", "missing number")
    with pytest.raises(TextError) as caught:
        TEXTS.render("person", "zh-CN", {"by": "the secret place"}, NOW)
    assert "secret" not in str(caught.value)
    with pytest.raises(TextError, match="unknown_message"):
        TEXTS.render("nothing", "zh-CN", {}, NOW)


def test_an_unknown_language_gets_the_first_configured() -> None:
    assert TEXTS.render("hello", "fr", {}, NOW).startswith("【示范市12345】在的")
    assert Texts({"en": ""}, SHANGHAI).render("hello", "zh-CN", {}, NOW).startswith("Yes, we are here")


def test_the_hotlines_own_number_is_told() -> None:
    assert "call 010-12345" in Texts(SIGNATURE, SHANGHAI, "010-12345").render("help", "en", {}, NOW)


def test_words_in_another_script_become_a_set_phrase() -> None:
    english = TEXTS.render("progress", "en", {"number": "26417301", "words": "井盖已更换"}, NOW)
    assert english == "2641-7301: there is progress and work goes on. For details, reply PERSON."
    chinese = TEXTS.render("progress", "zh-CN", {"number": "26417301", "words": "cover replaced"}, NOW)
    assert chinese == "【示范市12345】2641-7301有新进展，还在办理。想了解详情，请回“人工”。"


@pytest.mark.parametrize(("name", "language", "at", "said"), [
    ("when", "zh-CN", "2026-11-24T02:20Z", "明天10:20"), ("when", "zh-CN", "2026-11-30T09:00Z", "11月30日17:00"),
    ("when", "zh-CN", "2026-11-23T09:00Z", "今天17:00"), ("when", "en", "2026-11-24T02:20Z", "10:20 tomorrow"),
    ("when", "en", "2026-11-30T09:00Z", "17:00 on 30 Nov"), ("when", "en", "2026-11-23T09:00Z", "17:00 today"),
    ("clock", "zh-CN", "2026-11-23T06:20Z", "14:20"), ("clock", "en", "2026-11-24T01:30Z", "09:30 tomorrow"),
    ("day", "zh-CN", "2026-11-30T09:00Z", "11月30日"), ("day", "en", "2026-11-30T09:00Z", "30 Nov"),
    ("spoken", "zh-CN", "2026-11-24T02:20Z", "明天上午十点二十"), ("spoken", "zh-CN", "2026-11-23T09:00Z",
     "今天下午五点"),
    ("spoken", "zh-CN", "2026-11-24T01:30Z", "明天上午九点半"), ("spoken", "zh-CN", "2026-11-24T06:05Z",
     "明天下午两点零五分"),
    ("spoken", "zh-CN", "2026-11-30T12:45Z", "十一月三十日晚上八点四十五"), ("spoken", "zh-CN", "2026-12-12T04:10Z",
     "十二月十二日中午十二点十"),
    ("spoken", "zh-CN", "2026-11-23T16:00Z", "明天凌晨零点"), ("spoken", "en", "2026-11-24T02:20Z",
     "10:20 tomorrow morning"),
    ("spoken", "en", "2026-11-23T09:00Z", "5 o'clock this afternoon"), ("spoken", "en", "2026-11-30T12:45Z",
     "8:45 in the evening on 30 November"),
])
def test_moments_are_said_as_people_say_them(name: str, language: str, at: str, said: str) -> None:
    assert TEXTS.phrase(name, language, {"at": at}, NOW) == said


def test_news_is_spoken() -> None:
    late = {"number": "26417301", "department": "市政维护处", "by": "2026-11-24T09:00Z"}
    assert TEXTS.phrase("news_late", "zh-CN", late, NOW) == (
        "您反映的事，编号二六四幺，七三零幺，市政维护处没有按时办完，抱歉。已由该单位负责人督办，最迟明天下午五点向您说明")
    assert TEXTS.phrase("news_late_committee", "en", {"number": "26417301", "by": None}, NOW) == (
        "Your report, number 2 6 4 1, 7 3 0 1, is still not done, and we are sorry. The coordination committee now has it")
    assert TEXTS.phrase("nobody_yet", "zh-CN", {}, NOW) == "热线值班室"
    assert TEXTS.phrase("your_report", "en", {}, NOW) == "your report"


def test_numbers_and_states_are_spoken() -> None:
    assert TEXTS.phrase("spoken_number", "zh-CN", {"number": "26417301"}, NOW) == "二六四幺，七三零幺"
    assert TEXTS.phrase("spoken_number", "en", {"number": "26417301"}, NOW) == "2 6 4 1, 7 3 0 1"
    assert TEXTS.phrase("state", "zh-CN", {"state": "in_progress"}, NOW) == "办理中"
    assert TEXTS.phrase("state", "en", {"state": "in_progress"}, NOW) == "in work"
    for name, values in (("state", {"state": "lost"}), ("spoken", {"at": "noon"}), ("nothing", {"at": "x"}), ("state",
                          {})):
        with pytest.raises(TextError):
            TEXTS.phrase(name, "en", values, NOW)


def _values(message: Message, data: st.DataObject) -> dict[str, object]:
    def one(kind: Type, choices: tuple[object, ...]) -> object:
        if choices:
            return data.draw(st.sampled_from(choices))
        text = st.text(max_size=200) | st.text(alphabet="建设路小学北门😀[€ aé。", max_size=200)
        moments = st.integers(-100000, 100000).map(lambda minutes: (NOW + timedelta(minutes=minutes)).isoformat())
        item = st.fixed_dictionaries({"number": st.just("2641730199"), "category": text, "state": st.just("planned")})
        strategies = {
            Type.NUMBER: st.from_regex(r"[0-9]{8,10}",
            fullmatch=True), Type.NAME: text, Type.WORDS: text, Type.COUNT: st.integers(1, 99),
            Type.MOMENT: moments, Type.ITEMS: st.lists(item, max_size=9),
            Type.OPTIONS: st.lists(st.fixed_dictionaries({"key": st.just("1"), "name": text}), max_size=9),
            Type.REWARDS: st.lists(
                st.fixed_dictionaries({"key": st.just("1"), "name": text, "points": st.just("99999")}), max_size=9),
        }
        return data.draw(strategies[kind])
    optional = {name for name, value in message.values.items() if value.optional and data.draw(st.booleans())}
    return {name: one(value.type, value.choices) for name, value in message.values.items() if name not in optional}


@pytest.mark.parametrize("name", CATALOG)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), language=st.sampled_from(["zh-CN", "en"]))
def test_no_value_makes_a_text_too_long(name: str, data: st.DataObject, language: str) -> None:
    text = TEXTS.render(name, language, _values(CATALOG[name], data), NOW)
    found = segments(text)
    assert found.count <= CATALOG[name].limit
    assert found.encoding == ("UCS-2" if language == "zh-CN" else "GSM-7")
    assert "\n" not in text
    assert text.startswith(SIGNATURE[language])
