"""What whoever was threatened texts after it: for protection officers alone, and nothing else is touched by it."""

from datetime import timedelta

import pytest

from hotline.domain.ticket import Kind, Ticket
from tests.journeys.stage import ANNA, JIANG, LIN, OTHER, QIAN, news, number_in, only, report, ticket, tickets
from tests.support.city import City

QIN = "+8613900010175"  # the protection officer
DESK = (JIANG, QIAN)


def protected(city: City) -> Ticket:
    with city.hotline.database.reading() as store:
        return store.tickets.listing(protection=True)[0]


def words_of(city: City) -> list[str]:
    with city.hotline.database.reading() as store:
        return [entry.words for entry in store.entries.of_ticket(protected(city).id)]


def told_desk(city: City) -> int:
    return sum(len(city.heard(phone)) for phone in DESK)


@pytest.mark.parametrize(("sender", "word", "more", "known"), [
    (ANNA, "REPRISAL", "They came to my house and smashed my window", ""),
    (LIN, "被报复", "他们到我家来闹，玻璃也砸了", ""),
    (LIN, "被报复", "他们到我家来闹", "井盖坏了"),  # "where is it?" stands open
    (LIN, "被报复", "补充 他们到我家来闹", "人民路12号井盖坏了"),
    (LIN, "我因为举报被打击报复，单位要开除我", "说是局长的意思", "人民路12号井盖坏了"),
])
def test_what_follows_a_reprisal_belongs_to_it(city: City, sender: str, word: str, more: str, known: str) -> None:
    if known:
        city.text(sender, known)
    city.later(minutes=2)
    city.text(sender, word)
    before, others = told_desk(city), len(tickets(city))
    city.later(minutes=5)
    told = news(city, QIN, lambda: city.text(sender, more))
    assert protected(city).number in only(told).replace("-", "")
    assert words_of(city)[-1] == more.removeprefix("补充 ")
    assert len(tickets(city)) == others, "no other ticket comes of it"
    assert told_desk(city) == before
    assert not [entry for each in tickets(city) for entry in _words(city, each) if more[-5:] in entry]
    assert "?" not in city.heard(sender)[-1]
    assert "？" not in city.heard(sender)[-1]


def _words(city: City, about: Ticket) -> list[str]:
    with city.hotline.database.reading() as store:
        return [entry.words for entry in store.entries.of_ticket(about.id)]


def test_a_matter_of_its_own_and_what_comes_later_is_a_report(city: City) -> None:
    city.text(LIN, "被报复")
    assert ticket(city, report(city, LIN, "人民路12号井盖坏了")).kind is Kind.REPORT
    city.text(OTHER, "被报复")
    city.later(minutes=30)
    city.text(OTHER, "那边的东西又出来了")
    assert len(tickets(city)) == 2


@pytest.mark.parametrize("word", ["催", "补充 他们又来了", "又坏了"])
def test_a_word_without_number_acts_on_no_other_matter_by_surprise(city: City, word: str) -> None:
    number = report(city, LIN)
    city.later(minutes=2)
    city.text(LIN, "被报复")
    told = news(city, QIN, lambda: city.text(LIN, word))
    assert protected(city).number in only(told).replace("-", "")
    assert (ticket(city, number).chases, _words(city, ticket(city, number))) == (0, ["人民路12号井盖坏了"])
    city.later(hours=1)
    asked = only(city.text(LIN, word))
    assert "哪一件" in asked
    assert number == number_in(asked)
    assert (ticket(city, number).chases, _words(city, ticket(city, number))) == (0, ["人民路12号井盖坏了"])


@pytest.mark.parametrize(("word", "reaches"), [
    ("查 {}", False), ("催 {}", True), ("补充 {} 他们又来了", True), ("撤销 {}", False),
])
def test_by_its_number_it_answers_as_an_unknown_one_and_loses_nothing(city: City, word: str, reaches: bool) -> None:
    city.text(LIN, "被报复")
    city.later(hours=1)
    number = protected(city).number
    unknown = only(city.text(LIN, word.format("12345671")))
    seen = len(city.heard(QIN))
    assert city.text(LIN, word.format(number)) == [unknown]
    assert bool(city.heard(QIN)[seen:]) is reaches


def test_with_nothing_else_a_bare_word_reaches_them_and_gives_nothing_away(city: City) -> None:
    city.text(LIN, "被报复")
    city.later(hours=1)
    told = news(city, QIN, lambda: city.text(LIN, "催"))
    assert protected(city).number in only(told).replace("-", "")
    assert "没有在办的工单" in city.heard(LIN)[-1]


def test_said_again_after_its_time_a_time_ahead_is_promised_and_they_are_told_again(city: City) -> None:
    city.text(LIN, "被报复")
    city.later(hours=1)
    assert "14:20" not in only(city.text(LIN, "被报复")), "the time that was promised stands"
    city.later(hours=3)
    city.sweep()
    told = news(city, QIN, lambda: city.text(LIN, "被报复"))
    by = (city.clock.now() + timedelta(hours=2 + 8)).strftime("%H:%M")
    assert by in only(told)
    assert by in city.heard(LIN)[-1]
    with city.hotline.database.reading() as store:
        assert len(store.callbacks.open()) == 1
    city.later(minutes=90)
    assert by in only(city.text(LIN, "被报复"))


def test_whoever_wants_texts_alone_is_promised_no_call(city: City) -> None:
    city.text(LIN, "只发短信")
    for hours in (0, 5):
        city.later(hours=hours)
        told = only(city.text(LIN, "被报复"))
        assert "短信" in told
        assert "回电" not in told


def test_reminders_name_the_promised_time_and_nothing_that_role_has_not(city: City) -> None:
    city.text(LIN, "被报复")
    due = city.clock.now() + timedelta(hours=2)
    shown = (due + timedelta(hours=8)).strftime("%H:%M")
    city.later(hours=1, minutes=45)
    [warned] = news(city, QIN, city.sweep)
    city.later(minutes=30)
    [late] = news(city, QIN, city.sweep)
    assert shown in warned
    assert shown in late
    assert "到期" in warned
    assert "到期" not in late
    assert "超时" in late
    assert "进展" not in warned + late


def test_a_threat_because_of_a_report_goes_to_protection_and_not_to_the_rota(city: City) -> None:
    city.text(LIN, "我举报了黑作坊，现在老板威胁我")
    assert protected(city).kind is Kind.PROTECTION
    assert tickets(city) == ()
    assert told_desk(city) == 0


def test_whoever_only_fears_it_is_sealed(city: City) -> None:
    number = report(city, LIN, "人民路30号摆摊占道，怕被报复")
    assert (ticket(city, number).kind, ticket(city, number).sealed) == (Kind.REPORT, True)
    plain = report(city, OTHER, "人民路12号井盖坏了")
    city.text(OTHER, "怕被报复")
    assert ticket(city, plain).sealed
