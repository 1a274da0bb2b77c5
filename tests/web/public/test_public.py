"""What everybody sees: honest figures, and of a ticket no more than its number and digits are good for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from hotline.clock import FixedClock
from hotline.domain.number import display, with_check_digit
from hotline.domain.ticket import Kind
from hotline.services.handle_call import CallIn, begin, take_turn
from ivr_flows.inputs import Keys, Recorded
from tests.conftest import MORNING
from tests.support.city import OFFICER, RESIDENT, City, close_city, open_city
from tests.support.desk import Desk
from tests.web.console.conftest import latest

DIGITS = RESIDENT[-4:]
STORY = '<ol class="story">'


@pytest.fixture
def city(tmp_path: Path, redis_url: str) -> Iterator[City]:
    opened = open_city(tmp_path, FixedClock(MORNING), f"sqlite:///{tmp_path / 'hotline.db'}", redis_url)
    yield opened
    close_city(opened)


def look(city: City, number: str, digits: str = "", language: str = "zh-CN") -> Desk:
    desk = Desk(city.base)
    desk.get(f"/track?lang={language}")
    desk.post("/track", {"number": number, "digits": digits})
    return desk


def test_the_front_page_shows_real_figures_with_what_they_are_made_of(city: City) -> None:
    for n in range(6):
        city.text(f"+8613800138{n}20", "人民路12号井盖坏了")
        city.text(OFFICER, f"办结 {latest(city).number} 已修好")
        for answer in ("3" if n == 5 else "1", "1", "1"):
            city.text(f"+8613800138{n}20", answer)
    desk = Desk(city.base)
    desk.get("/")
    assert "6 受理 分子 6：新登记的工单。" in desk.said
    assert "83.3% 解决率 目标 ≥85% 未达标 分子 5：居民回答“解决了”的。分母 6：回答了“解决没有”的评价。" in desk.said
    assert "100.0% 反馈率 目标 ≥100% 达标 分子 5：" in desk.said
    for words in ("人民路12号", display(latest(city).number), "钱小明", DIGITS):
        assert words not in desk.said.replace("“人民路12号井盖坏了”", "")


def test_the_front_page_tells_no_small_number(city: City) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了")
    desk = Desk(city.base)
    desk.get("/")
    assert "少于5 受理 分子 少于5：新登记的工单。" in desk.said
    assert "市政维护处 少于5 — —" in desk.said


def test_the_front_page_says_the_same_in_english_without_a_chinese_word(city: City) -> None:
    desk = Desk(city.base)
    desk.get("/?lang=en")
    assert "The last 30 days" in desk.said
    assert not any("\u4e00" <= c <= "\u9fff" for c in desk.said.replace("中文", ""))
    assert "The last 30 days" in desk.get("/").text


WRONG = {
    "": "这不像工单编号", "hello": "这不像工单编号", "123": "这不像工单编号", "26417302": "编号不对，请核对",
    "2461-7301": "编号不对，请核对", with_check_digit("1111111"): "没有查到这个编号",
}  # fmt: skip


def test_a_number_that_is_wrong_is_told_how(city: City) -> None:
    assert {number: said for number, said in WRONG.items() if said not in look(city, number).said} == {}


def test_the_number_alone_tells_state_department_and_deadline(city: City) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了")
    desk = look(city, display(latest(city).number))
    said = desk.said
    assert "已派单" in said
    assert "市政维护处" in said
    assert "11月24日 10:20" in said
    for words in ("井盖", "人民路", "钱小明"):
        assert words not in said
    assert STORY not in desk.page.text


def test_the_right_digits_tell_the_matter_and_its_story_without_names(city: City) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了")
    city.text(OFFICER, "进展 已派人围挡")
    said = look(city, latest(city).number, DIGITS).said
    for words in ("井盖", "已派给市政维护处", "进展 已派人围挡"):
        assert words in said
    for words in ("人民路", "钱小明", RESIDENT, "井盖坏了"):
        assert words not in said


def test_wrong_digits_tell_no_more_and_five_are_enough(city: City) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了")
    number = latest(city).number
    for guess in range(5):
        said = look(city, f"{number[:4]}-{number[4:]}" if guess % 2 else number, f"000{guess}").said
        assert "不对，所以只显示这些" in said
    blocked = look(city, number, DIGITS).said
    assert "试的次数太多" in blocked
    assert "井盖" not in blocked
    assert "已派单" in blocked


def test_a_caller_without_number_uses_the_code(city: City) -> None:
    parts = city.hotline.parts
    spoken = begin(parts, CallIn(sid="CAhidden", caller="anonymous"))
    for heard in (Keys(digits="1"), Keys(digits="1"), Recorded(recording_ref="RE1", seconds=5, ended_by="key", digits="#")):
        spoken = take_turn(parts, spoken.call_id, spoken.turn, heard)
    ticket = latest(city)
    assert ticket.code_hash is not None
    with parts.database.reading() as store:
        code = next(c for n in range(10000) if store.tickets.code_hash(ticket.number, c := f"{n:04d}") == ticket.code_hash)
    assert STORY in look(city, ticket.number, code).page.text
    assert STORY not in look(city, ticket.number, f"{(int(code) + 1) % 10000:04d}").page.text


def test_a_protected_ticket_and_an_unknown_number_get_the_same_answer(city: City) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了")
    ticket = latest(city)
    with city.hotline.database.writing() as store:
        store.tickets.save(replace(ticket, kind=Kind.PROTECTION))
    unknown = look(city, with_check_digit("1111111"), DIGITS).said
    protected = look(city, ticket.number, DIGITS).said
    assert protected.replace(ticket.number, "N") == unknown.replace(with_check_digit("1111111"), "N")


def test_lateness_is_not_hidden(city: City) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了")
    city.clock.move(MORNING.replace(month=12, day=20) - MORNING)
    assert "已超时" in look(city, latest(city).number).said


def test_digits_stand_in_no_address(city: City) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了")
    number = latest(city).number
    answer = requests.get(f"{city.base}/track", params={"number": number, "digits": DIGITS}, timeout=20)
    assert "井盖" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert look(city, number, DIGITS).page.url == f"{city.base}/track"


def test_looking_up_goes_on_without_redis(tmp_path: Path) -> None:
    opened = open_city(tmp_path, FixedClock(MORNING), f"sqlite:///{tmp_path / 'h.db'}", f"unix://{tmp_path}/nowhere.sock")
    try:
        opened.text(RESIDENT, "人民路12号井盖坏了")
        number = latest(opened).number
        assert "井盖" in look(opened, number, DIGITS).said
        codes = ["试的次数太多" in look(opened, number, "0000").said for _ in range(6)]
        assert codes == [False] * 5 + [True]
    finally:
        close_city(opened)
