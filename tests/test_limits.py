"""How often somebody may try: counted for all processes in Redis, in this process while it is away."""

from redis import Redis

from hotline.limits import Limits
from tests.support.redis import RedisServer

KEY = b"k" * 32


def test_two_processes_count_together(redis_url: str) -> None:
    one, other = Limits(redis_url, KEY), Limits(redis_url, KEY)
    tries = [limits.allow("login", "anna", most=3, within=60) for limits in (one, other, one, other)]
    assert tries == [True, True, True, False]
    assert one.allow("login", "bert", most=3, within=60)
    assert one.allow("track", "anna", most=3, within=60)


def test_a_look_at_what_is_left_counts_nothing(redis_url: str) -> None:
    limits = Limits(redis_url, KEY)
    assert not any(limits.spent("guess", "1", most=2, within=60) for _ in range(9))
    for _ in range(2):
        limits.allow("guess", "1", most=2, within=60)
    assert limits.spent("guess", "1", most=2, within=60)


def test_it_ends_by_itself_and_names_nobody(redis_url: str) -> None:
    Limits(redis_url, KEY).allow("login", "anna", most=3, within=60)
    with Redis.from_url(redis_url) as line:
        [name] = line.keys("*")
        assert b"anna" not in name
        assert 0 < line.ttl(name) <= 60


def test_without_redis_this_process_counts_and_forgets(redis_server: RedisServer) -> None:
    now = [100.0]
    limits = Limits(redis_server.url, KEY, monotonic=lambda: now[0])
    redis_server.stop()
    assert [limits.allow("login", "anna", most=2, within=60) for _ in range(3)] == [True, True, False]
    now[0] += 61
    assert limits.allow("login", "anna", most=2, within=60)
    redis_server.start()
    now[0] += 5
    assert [limits.allow("login", "anna", most=2, within=60) for _ in range(3)] == [True, True, False]
