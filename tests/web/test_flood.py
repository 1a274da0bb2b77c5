"""How many texts a minute one process takes in at once."""

from hotline.web.flood import MINUTE, Flood


def test_what_is_beyond_the_minutes_limit_is_told_and_the_next_minute_begins_anew() -> None:
    now = [0.0]
    flood = Flood(3, lambda: now[0])
    assert [flood.over() for _ in range(5)] == [False, False, False, True, True]
    now[0] = MINUTE
    assert not flood.over()
