"""What is urgent is to be taken on before it must be answered."""

from tests.journeys.stage import JIANG, LIN, QIAN, ZHAO, ZHOU, at, news
from tests.journeys.test_more_time import SHEN
from tests.support.city import City


def test_what_is_urgent_is_to_be_taken_on_before_it_must_be_answered(town: City) -> None:
    at(town, 2026, 11, 23, 23, 0)
    told = news(town, QIAN, lambda: town.text(LIN, "人民路12号燃气泄漏，有人晕倒"))
    told += [one for phone in (ZHAO, ZHOU, JIANG, SHEN) for one in town.heard(phone)]
    urgent = next(one for one in told if one.startswith("【示范市12345】急！") and "接单" in one)
    assert "明天01:00前接单" in urgent
