"""The page on which the city speaks to many: counted before it is sent, sent once, watched, stopped."""

import re

from hotline.domain.staff import Role
from hotline.services.broadcast import go_on_with_all, progress
from tests.support.city import ENGLISH, RESIDENT, City
from tests.support.desk import Desk, at_desk

FORM = {"zh-CN": "人民路今晚停水", "en": "No water tonight", "grid": "east-1"}


def supervisor(city: City) -> Desk:
    city.text(RESIDENT, "人民路12号井盖坏了")
    city.text(ENGLISH, "Broken manhole cover at 12 Renmin Road")
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/broadcasts")
    return desk


def confirmed(desk: Desk) -> dict[str, str]:
    """What the button of the preview would send."""
    form = desk.page.text.split('action="/console/broadcasts/send"')[1].split("</form>")[0]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


def test_it_is_counted_by_language_before_it_is_sent_and_sent_once(city: City) -> None:
    desk = supervisor(city)
    assert "还没有群发过" in desk.said
    desk.post("/console/broadcasts/preview", FORM)
    assert "请核对后发送" in desk.said
    assert desk.said.count("1人") == 2
    assert "2人" in desk.said
    assert progress(city.hotline.parts) == ()
    form = confirmed(desk)
    desk.post("/console/broadcasts/send", form)
    assert "开始发送" in desk.said
    desk.post("/console/broadcasts/send", form)
    assert "这条已经在发送了" in desk.said
    go_on_with_all(city.hotline.parts)
    city.later(minutes=1)
    assert len([text for text in city.heard(RESIDENT) if "今晚停水" in text]) == 1
    desk.get("/console/broadcasts")
    assert "已发出 2 / 2" in desk.said
    assert "停止，撤回没发出的" not in desk.said


def test_it_can_be_stopped(city: City) -> None:
    desk = supervisor(city)
    desk.post("/console/broadcasts/preview", {**FORM, "emergency": "yes"})
    desk.post("/console/broadcasts/send", confirmed(desk))
    [told] = progress(city.hotline.parts)
    assert told.broadcast.emergency
    desk.post(f"/console/broadcasts/{told.broadcast.id}/stop")
    assert "没发出的都撤回了" in desk.said
    desk.post(f"/console/broadcasts/{told.broadcast.id}/stop")
    assert "已经停止过了" in desk.said
    go_on_with_all(city.hotline.parts)
    city.later(minutes=1)
    assert not [text for text in city.heard(RESIDENT) if "今晚停水" in text]


def test_what_is_wrong_is_said_and_what_was_written_is_kept(city: City) -> None:
    desk = supervisor(city)
    for change, said in (
        ({"zh-CN": "停" * 41}, "太长了"), ({"zh-CN": ""}, "请写第一种语言的内容"), ({"en": "停水"}, "读的人看不懂"),
        ({"grid": ""}, "没有这个网格"),
    ):  # fmt: skip
        desk.post("/console/broadcasts/preview", FORM | change)
        assert said in desk.said, change
        assert "请核对后发送" not in desk.said
        assert "No water tonight" in desk.page.text or "停水" in desk.page.text
    desk.post("/console/broadcasts/preview", {"zh-CN": "停水"})
    assert "请选网格，或选全市" in desk.said
    assert desk.post("/console/broadcasts/nothing/stop").status_code == 404
