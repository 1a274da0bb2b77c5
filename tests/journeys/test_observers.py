"""Volunteer observers by text: joining, points for what they did, rewards for points."""

from datetime import timedelta

import pytest

from hotline.domain.ledger import Act
from hotline.services.steps.earning import earn_lookback
from hotline.services.work import working
from tests.journeys.stage import ANNA, COVER, LIN, QIAN, done, news, only, report, reporter, ticket, tickets
from tests.support.city import City

JOIN, POINTS, REDEEM = {LIN: "加入", ANNA: "JOIN"}, {LIN: "积分", ANNA: "POINTS"}, {LIN: "兑换", ANNA: "REDEEM"}
SAFE = {LIN: "不与人争执，只在公共场所拍照", ANNA: "never confront anybody; photograph from the public way"}


def has(city: City, sender: str) -> tuple[int, int]:
    """Balance and points ever earned; and the books are sound."""
    with city.hotline.database.reading() as store:
        found = store.observers.get(reporter(city, sender).id)
        assert store.observers.books().sound
    assert found is not None
    return found.balance, found.earned


def judged(city: City, sender: str, *answers: str, body: str = "") -> str:
    number = report(city, sender, body)
    done(city, QIAN, number)
    for answer in answers:
        city.text(sender, answer)
    return number


def rich(city: City, sender: str, reports: int) -> None:
    city.text(sender, JOIN[sender])
    for _ in range(reports):
        judged(city, sender, "1", "1", "1")
        city.later(hours=1)


@pytest.mark.parametrize(
    ("sender", "how", "welcome", "again", "none"),
    [
        (LIN, "您还不是观察员。加入请回“加入”", "您已是城市管理观察员", "您早就是观察员了", "您有0分，1星。满50分可兑换雨伞。"),
        (ANNA, "Reply JOIN to become one", "Welcome, observer", "You are an observer already",
         "You have 0 points, 1 star. From 50 points there is: umbrella."),
    ],
)  # fmt: skip
def test_joining_comes_with_the_safety_text_and_is_said_once(
    city: City, sender: str, how: str, welcome: str, again: str, none: str
) -> None:
    for word in (POINTS[sender], f"{REDEEM[sender]} 1"):
        assert how in only(city.text(sender, word))
    joined = only(city.text(sender, JOIN[sender]))
    assert welcome in joined
    assert SAFE[sender] in joined
    before = only(city.text(sender, JOIN[sender]))
    assert again in before
    assert SAFE[sender] in before
    assert only(city.text(sender, POINTS[sender])).endswith(none)
    assert tickets(city) == ()


def test_a_report_put_right_and_its_verdict_are_paid_once(city: City) -> None:
    city.text(LIN, "加入")
    number = judged(city, LIN, "1")
    assert has(city, LIN) == (12, 12)
    city.text(LIN, "1")
    city.text(LIN, "1")
    city.sweep()
    assert has(city, LIN) == (12, 12)
    assert "您有12分" in only(city.text(LIN, "积分"))
    city.later(days=2)
    city.text(LIN, f"又坏了 {number}")
    assert ticket(city, number).round == 1
    assert has(city, LIN) == (12, 12), "points stay"
    done(city, QIAN, number)
    city.text(LIN, "1")
    assert has(city, LIN) == (14, 14), "another verdict, the same report"


def test_what_was_not_put_right_earns_the_verdict_alone(town: City) -> None:
    town.text(LIN, "加入")
    number = judged(town, LIN, "3")
    assert has(town, LIN) == (2, 2)
    done(town, QIAN, number)
    town.text(LIN, "2")
    assert has(town, LIN) == (14, 14)


def test_silence_does_not_deny_a_report_and_withdrawing_earns_nothing(town: City) -> None:
    town.text(LIN, "加入")
    number = judged(town, LIN)
    for _ in range(10):
        town.later(days=1)
        town.sweep()
    assert ticket(town, number).state.value == "closed"
    assert has(town, LIN) == (10, 10)
    report(town, LIN)
    town.text(LIN, "撤销")
    town.text(LIN, "是")
    assert has(town, LIN) == (10, 10)


def test_nobody_is_paid_for_what_was_before_or_is_to_be_forgotten(town: City) -> None:
    judged(town, LIN, "1")
    town.text(LIN, "加入")
    assert has(town, LIN) == (0, 0)
    number = report(town, LIN, "解放路5号路灯不亮")
    town.text(LIN, f"匿名 {number}")
    done(town, QIAN, number)
    town.text(LIN, "1")
    assert has(town, LIN) == (0, 0)
    judged(town, ANNA, "1")
    with town.hotline.database.reading() as store:
        assert store.observers.all() == (store.observers.get(reporter(town, LIN).id),)


def test_who_asks_to_be_forgotten_later_is_not_remembered_by_what_was_paid(city: City) -> None:
    city.text(LIN, "加入")
    number = judged(city, LIN, "1", "1", "1")
    city.text(LIN, f"匿名 {number}")
    city.later(days=1, hours=1)
    for _ in range(3):
        city.sweep()
    assert ticket(city, number).reporter_id is None
    assert has(city, LIN) == (12, 12), "the points stay theirs, and so does the number"
    with city.hotline.database.reading() as store:
        assert not store.observers.was_paid(reporter(city, LIN).id, Act.REPORT, ticket(city, number).id, 0)


def test_a_lookback_is_paid_once_a_round(city: City) -> None:
    city.text(LIN, "加入")
    number = judged(city, LIN, "1")
    for expected in (5, 0):
        with working(city.hotline.parts) as work:
            assert earn_lookback(work.store, work.parts, ticket(city, number)) == expected
    assert has(city, LIN) == (17, 17)


@pytest.mark.parametrize(
    ("sender", "points", "few", "unknown", "told"),
    [
        (LIN, "您有60分，2星。可兑换：1 雨伞（50分）。回“兑换 序号”。", "手电筒要80分，还差20分",
         "请回“兑换 序号”：1 雨伞（50分）；2 手电筒（80分）；3 公交卡（100分）。",
         "已用50分兑换雨伞，还剩10分。最迟{day}备好，请到市民服务中心一楼领取，报本机号码。"),
        (ANNA, "You have 60 points, 2 stars. For them there is: 1 umbrella (50). Reply REDEEM and its number.",
         "torch takes 80 points; you are 20 short", "1 umbrella (50 points); 2 torch (80 points); 3 bus card (100 points)",
         "50 points redeemed for: umbrella. 10 left. It will be ready by {day}; please fetch it at the citizens"),
    ],
)  # fmt: skip
def test_points_are_redeemed_by_number_or_by_name(
    city: City, sender: str, points: str, few: str, unknown: str, told: str
) -> None:
    rich(city, sender, 5)
    assert points in only(city.text(sender, POINTS[sender]))
    assert few in only(city.text(sender, f"{REDEEM[sender]} 2"))
    for what in ("毛巾" if sender == LIN else "towel", "9", ""):
        assert unknown in only(city.text(sender, f"{REDEEM[sender]} {what}".strip()))
    assert has(city, sender) == (60, 60)
    day = "11月30日" if sender == LIN else "30 Nov"
    assert told.format(day=day) in only(city.text(sender, f"{REDEEM[sender]} {'伞' if sender == LIN else 'umbrella'}"))
    assert has(city, sender) == (10, 60)
    with city.hotline.database.reading() as store:
        [redemption] = store.observers.due()
    assert redemption.due_at - city.clock.now() > timedelta(days=5)
    short = "还差40分" if sender == LIN else "you are 40 short"
    assert short in only(city.text(sender, f"{REDEEM[sender]} 1"))
    assert len(tickets(city)) == 5


def test_officers_do_not_earn_by_judging_the_city(town: City) -> None:
    for word in ("加入", "积分", "兑换 1"):
        assert "工作人员登记的号码，不能当观察员" in only(town.text(QIAN, word))
    with town.hotline.database.reading() as store:
        assert store.observers.all() == ()


def test_a_place_makes_it_a_report(town: City) -> None:
    town.text(LIN, "加入")
    report(town, LIN, f"兑换 {COVER[LIN]}")
    assert len(tickets(town)) == 1
    assert news(town, LIN, lambda: None) == []
