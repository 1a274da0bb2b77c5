"""Somebody of the city reports as anybody may, and answers what they are asked about it; their own words come first."""

from hotline.domain.ticket import ClosedAs, State
from tests.journeys.stage import JIANG, QIAN, WANG, done, number_in, state, ticket
from tests.support.city import City


def reports(city: City, body: str = "人民路12号井盖坏了", sender: str = WANG) -> str:
    """Asked whether it is one, they say yes."""
    city.text(sender, body)
    return number_in("".join(city.text(sender, "1")))


def test_an_officer_judges_what_they_reported(city: City) -> None:
    number = reports(city)
    done(city, QIAN, number)
    assert "有人联系过" in "".join(city.text(WANG, "1"))
    assert ticket(city, number).closed_as is ClosedAs.VERDICT
    assert "总体满意" in "".join(city.text(WANG, "1"))


def test_not_solved_in_digits_or_words_reopens(town: City) -> None:
    for said in ("3", "没人来"):
        number = reports(town)
        done(town, QIAN, number)
        told = "".join(town.text(WANG, said))
        assert "没看懂" not in told
        assert state(town, number) is State.DISPATCHED
        town.text(QIAN, f"办结 {number} 好了")
        town.text(WANG, "1")


def test_place_category_and_withdrawal_are_answered_too(town: City) -> None:
    number = reports(town, "井盖坏了")
    assert ticket(town, number).place is None
    town.text(WANG, "人民路12号")
    assert ticket(town, number).place == "人民路12号"
    town.text(WANG, f"撤销 {number}")
    town.text(WANG, "1")
    assert state(town, number) is State.WITHDRAWN


def test_what_another_officer_asks_them_is_answered_in_their_own_words(town: City) -> None:
    number = reports(town)
    town.text(QIAN, f"询问 {number} 盖子是圆的还是方的")
    told = "".join(town.text(WANG, "是方的"))
    assert "补充" in told or "记下" in told
    assert any("是方的" in one for one in town.heard(QIAN))


def test_their_own_words_come_first(town: City) -> None:
    """A question about their report stands open; what they text as an officer is that all the same."""
    number = reports(town)
    done(town, QIAN, number)
    town.text("+8613800138000", "人民路12号有人乱摆摊")
    told = "".join(town.text(WANG, "接单"))
    assert "接单" in told
    assert state(town, number) is State.RESOLVED, "no verdict"


def test_a_coordinator_answers_as_well(town: City) -> None:
    number = reports(town, sender=JIANG)
    done(town, QIAN, number)
    town.text(JIANG, "1")
    assert ticket(town, number).closed_as is ClosedAs.VERDICT
