"""Where the words name no category it is asked once, with a few to choose from; the coordinator has the ticket meanwhile."""

import pytest

from hotline.domain.ticket import State
from tests.journeys.stage import ANNA, JIANG, LIN, QIAN, number_in, only, state, ticket, tickets
from tests.support.city import City

UNCLEAR = {LIN: "人民路12号这里出了点状况", ANNA: "Something is wrong at 12 Renmin Road"}


def asked(town: City, sender: str = LIN) -> tuple[str, str]:
    text = only(town.text(sender, UNCLEAR[sender]))
    return number_in(text), text


@pytest.mark.parametrize(
    ("sender", "listed"), [(LIN, "1 井盖；2 路灯；3 暴露垃圾"), (ANNA, "1 manhole cover; 2 street light; 3 rubbish")]
)
def test_a_few_are_offered_and_a_digit_sends_it_on(town: City, sender: str, listed: str) -> None:
    number, text = asked(town, sender)
    assert listed in text
    assert number[:4] in only(town.heard(JIANG)), "somebody looks at it meanwhile"
    noted = only(town.text(sender, "2"))
    assert "路灯" in noted or "street light" in noted
    assert (ticket(town, number).category, state(town, number)) == ("c01-lamp", State.DISPATCHED)
    assert number[:4] in town.heard(QIAN)[-1]


def test_other_words_answer_it_too(town: City) -> None:
    number, _ = asked(town)
    town.text(LIN, "是马路牙子掉了一块")
    assert ticket(town, number).category == "06050"
    assert len(tickets(town)) == 1


def test_words_that_name_nothing_are_kept_and_not_asked_about_again(town: City) -> None:
    number, _ = asked(town)
    assert "已补充" in only(town.text(LIN, "就是很不好，你们来看看"))
    assert ticket(town, number).category is None
    with town.hotline.database.reading() as store:
        assert [e.words for e in store.entries.of_ticket(ticket(town, number).id)][-1] == "就是很不好，你们来看看"


def test_a_digit_not_offered_asks_again_and_a_new_report_is_one(town: City) -> None:
    number, _ = asked(town)
    assert "是哪一类" in only(town.text(LIN, "9"))
    other = number_in(only(town.text(LIN, "解放路5号路灯不亮")))
    assert other != number
    town.text(LIN, "1")
    assert ticket(town, number).category == "c01-cover"


def test_the_place_is_asked_first_then_the_category(town: City) -> None:
    number = number_in(only(town.text(LIN, "这里出了点状况")))
    assert "是哪一类" in only(town.text(LIN, "人民路12号"))
    town.text(LIN, "3")
    assert (ticket(town, number).category, ticket(town, number).grid) == ("06010", "east-1")
