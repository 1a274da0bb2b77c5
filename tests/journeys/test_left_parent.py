"""A report whose first reporter left is answered to, and judged by, those who reported the same."""

from hotline.domain.ticket import ClosedAs, State
from tests.journeys.stage import COVER, LIN, OTHER, QIAN, ZHAO, calls_to, done, report, state, ticket
from tests.support.city import City


def test_a_parent_whose_first_reporter_left_is_answered_and_judged_by_the_others(town: City) -> None:
    number = report(town, LIN)
    town.text(OTHER, COVER[LIN])
    town.text(OTHER, "1")
    town.text(LIN, f"撤销 {number}")
    town.text(LIN, "1")
    assert ticket(town, number).reporter_id is None
    done(town, QIAN, number)
    town.later(hours=25)
    town.sweep()
    assert not any("没有按时答复居民" in one for one in town.heard(ZHAO))
    town.text(OTHER, "1")
    assert (state(town, number), ticket(town, number).closed_as) == (State.CLOSED, ClosedAs.VERDICT)
    assert calls_to(town, LIN) == 0


def test_where_the_others_are_silent_it_closes_as_silence_not_as_without_a_channel(town: City) -> None:
    number = report(town, LIN)
    town.text(OTHER, COVER[LIN])
    town.text(OTHER, "1")
    town.text(LIN, f"撤销 {number}")
    town.text(LIN, "1")
    done(town, QIAN, number)
    for _ in range(8):
        town.later(days=1)
        town.sweep()
    assert ticket(town, number).closed_as is ClosedAs.SILENCE
