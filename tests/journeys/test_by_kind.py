"""Praise and enquiries may go to a department of their own: what it does with them, and what is asked about it."""

from hotline.domain.ticket import ClosedAs, State
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import LIN, WANG, done, news, number_in, only, state, ticket

ROUTED = {"ROUTING__KINDS": "{praise: order, enquiry: order}"}


def test_praise_reaches_the_department_that_is_named_for_it_and_is_over_when_it_is_passed_on(open_one: OpenCity) -> None:
    town = open_one(**ROUTED)
    town.text(LIN, "表扬人民路的环卫工人")
    number = number_in(only(town.heard(WANG)))
    heard = news(town, LIN, lambda: done(town, WANG, number, "办结 {} 已转告本人"))
    assert "1解决了" not in "".join(heard)
    assert "转告" in "".join(heard)
    assert (state(town, number), ticket(town, number).closed_as) == (State.CLOSED, ClosedAs.ANSWERED)


def test_an_enquiry_is_answered_by_the_department_and_judged(open_one: OpenCity) -> None:
    town = open_one(**ROUTED)
    town.text(LIN, "咨询一下人民路12号的井盖归谁管")
    number = number_in(only(town.heard(WANG)))
    heard = only(news(town, LIN, lambda: done(town, WANG, number, "办结 {} 归市政维护处管")))
    assert "归市政维护处管" in heard
    assert "办好" not in heard
    town.text(LIN, "1")
    assert (state(town, number), ticket(town, number).closed_as) == (State.CLOSED, ClosedAs.VERDICT)
