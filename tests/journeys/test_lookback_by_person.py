"""Whom no text reaches is asked by a person whether it still holds."""

from dataclasses import replace

import pytest

from hotline.domain.reporter import Line
from hotline.domain.staff import Role
from hotline.domain.ticket import State
from tests.journeys.stage import JIANG, LIN, QIAN, at, call_backs, done, news, report, state
from tests.journeys.test_more_time import decides
from tests.support.city import City
from tests.support.desk import at_desk


@pytest.mark.parametrize("way", ["landline", "stopped", "by call"])
def test_the_lookback_of_whom_no_text_reaches_is_a_persons(town: City, way: str) -> None:
    number = report(town, LIN)
    done(town, QIAN, number)
    town.text(LIN, "1")
    town.text(LIN, {"landline": "1", "stopped": "退订", "by call": "打电话给我"}[way])
    if way == "landline":
        _landline(town)
    at(town, 2026, 12, 23, 11, 0)
    assert town.sweep().looked_back == 1
    assert [one.reason for one in call_backs(town)] == ["lookback"]
    assert "回头看" in "".join(news(town, JIANG, lambda: at(town, 2026, 12, 23, 11, 5)) or town.heard(JIANG))
    desk = at_desk(town, Role.OPERATOR)
    assert "回头看" in desk.get("/console/due").text
    decides(town, Role.OPERATOR, number, "reopen")
    assert state(town, number) is State.DISPATCHED


def _landline(city: City) -> None:
    with city.hotline.database.writing() as store:
        known = store.reporters.by_phone(LIN)
        assert known is not None
        store.reporters.save(replace(known, line=Line.LANDLINE))
