"""The city's words to many: who gets them and who never does, when, how it is stopped, and that nobody hears it twice."""

import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from hotline.cli import group
from hotline.domain.errors import Conflict, RuleError
from hotline.domain.message import Delivery
from hotline.domain.reporter import Line, Reporter
from hotline.services import broadcast as service
from hotline.services.broadcast import Wanted, go_on, go_on_with_all, preview, progress, start, stop
from tests.conftest import MORNING
from tests.journeys.stage import ANNA, COVER, LIN, OTHER, at, news, number_in, report, reporter
from tests.support.city import City

WORDS = {"zh-CN": "人民路今晚停水，请提前储水", "en": "No water on Renmin Road tonight"}
ZH, EN = "【示范市12345】人民路今晚停水，请提前储水。不要群发请回“退订通知”。", (
    "12345: No water on Renmin Road tonight. To get no more news like this, reply NO NEWS."
)
EVERYWHERE = Wanted(grids=(), words=WORDS)
WEST = "解放路5号路灯不亮"


def by(city: City):  # type: ignore[no-untyped-def]
    with city.hotline.database.reading() as store:
        return next(p for p in store.city.staff() if p.role.value == "supervisor")


def send(city: City, wanted: Wanted = EVERYWHERE) -> str:
    made = start(city.hotline.parts, by(city), wanted)
    go_on_with_all(city.hotline.parts)
    return made.id


def got(city: City, *phones: str) -> list[list[str]]:
    told = ("停水", "No water", "回“退订通知”")
    return [[text for text in city.heard(phone) if any(word in text for word in told)] for phone in phones]


def crowd(city: City, number: int) -> None:
    with city.hotline.database.writing() as store:
        for n in range(number):
            store.reporters.add(Reporter(
                id=f"crowd-{n:06d}", phone=f"+861370{n:06d}0", language="zh-CN", line=Line.MOBILE,
                created_at=MORNING - timedelta(days=1),
            ))  # fmt: skip


def test_everybody_is_told_once_in_their_own_language(city: City) -> None:
    report(city, LIN)
    report(city, ANNA)
    send(city)
    go_on_with_all(city.hotline.parts)
    city.later(minutes=1)
    assert got(city, LIN, ANNA) == [[ZH], [EN]]
    [told] = progress(city.hotline.parts)
    assert (told.broadcast.people, told.broadcast.written, told.left, told.waiting, told.lost) == (2, 2, 2, 0, 0)


def test_words_in_the_first_language_alone_reach_everybody(town: City) -> None:
    report(town, ANNA)
    send(town, Wanted(grids=(), words={"zh-CN": WORDS["zh-CN"]}, emergency=True))
    town.later(minutes=1)
    assert got(town, ANNA) == [[ZH.replace("人民路今晚", "紧急通知：人民路今晚")]]


def test_only_those_whose_newest_ticket_lies_there(city: City) -> None:
    report(city, LIN)
    report(city, ANNA, "Street light out at 5 Jiefang Road")
    report(city, OTHER, COVER[LIN])
    city.later(hours=1)
    report(city, OTHER, WEST)
    wanted = Wanted(grids=("west-1",), words=WORDS)
    assert preview(city.hotline.parts, wanted).people == {"en": 1, "zh-CN": 1}
    send(city, wanted)
    city.later(minutes=1)
    assert [len(each) for each in got(city, LIN, ANNA, OTHER)] == [0, 1, 1]


def test_never_to_who_said_stop_or_refuses_them(city: City) -> None:
    for phone in (LIN, ANNA, OTHER):
        report(city, phone, "人民路12号井盖坏了")
    city.text(LIN, "退订")
    city.text(ANNA, "no news")
    assert preview(city.hotline.parts, EVERYWHERE).total == 1
    send(city, Wanted(grids=(), words=WORDS, emergency=True))
    city.later(minutes=1)
    assert [len(each) for each in got(city, LIN, ANNA, OTHER)] == [0, 0, 1]
    city.text(LIN, "开通")
    city.later(minutes=1)
    assert got(city, LIN) == [[]]


@pytest.mark.parametrize("word", ["退订", "退订通知"])
def test_what_waits_is_not_sent_to_who_refuses_meanwhile(city: City, word: str) -> None:
    at(city, 2026, 11, 23, 22, 0)
    report(city, LIN)
    report(city, OTHER, COVER[LIN])
    send(city)
    city.text(LIN, word)
    at(city, 2026, 11, 24, 8, 1)
    assert [len(each) for each in got(city, LIN, OTHER)] == [0, 1]


def test_consent_is_looked_at_once_more_when_it_leaves(city: City) -> None:
    """Somebody's STOP and the writing of a batch may have passed each other by."""
    for phone in (LIN, OTHER):
        report(city, phone, COVER[LIN])
    send(city)
    with city.hotline.database.writing() as store:
        found = store.reporters.by_phone(LIN)
        assert found is not None
        store.reporters.save(replace(found, stopped_at=city.clock.now()))
    city.later(minutes=1)
    assert [len(each) for each in got(city, LIN, OTHER)] == [0, 1]
    [told] = progress(city.hotline.parts)
    assert (told.left, told.cancelled, told.waiting) == (1, 1, 0)


def test_the_night_holds_it_but_not_an_emergency(city: City) -> None:
    report(city, LIN)
    at(city, 2026, 11, 23, 22, 0)
    send(city)
    city.later(minutes=5)
    assert got(city, LIN) == [[]]
    send(city, Wanted(grids=(), words={"zh-CN": "河水上涨，请离开河边"}, emergency=True))
    city.later(seconds=1)
    assert got(city, LIN) == [["【示范市12345】紧急通知：河水上涨，请离开河边。不要群发请回“退订通知”。"]]
    at(city, 2026, 11, 24, 8, 1)
    assert got(city, LIN)[0][1:] == [ZH]


def test_late_workers_do_not_send_it_in_the_night(city: City) -> None:
    report(city, LIN)
    city.clock.move(timedelta(hours=10, minutes=39))  # 20:59
    send(city)
    city.clock.move(timedelta(hours=1))
    city.settle()
    assert got(city, LIN) == [[]]
    at(city, 2026, 11, 24, 8, 1)
    assert got(city, LIN) == [[ZH]]


def test_an_answer_waits_behind_no_broadcast(city: City) -> None:
    """They share the number's pace: half of it stays for whoever writes meanwhile."""
    crowd(city, 300)
    send(city)
    parts, carrier = city.hotline.parts, city.hotline.config.carrier
    with parts.database.reading() as store:
        planned = sorted(m.due_at for m in store.outbox.listing(None, 500) if m.broadcast_id)
    assert planned[-1] - planned[0] >= 299 * parts.broadcast_gap
    assert parts.broadcast_gap == timedelta(seconds=2 / carrier.texts_per_second)
    assert number_in(city.text(LIN, "人民路12号井盖坏了")[0])


def test_a_second_one_takes_its_turn_behind_the_first(town: City) -> None:
    crowd(town, 50)
    first, second = send(town), send(town)
    with town.hotline.database.reading() as store:
        found = [m for m in store.outbox.listing(None, 500) if m.broadcast_id]
    assert max(m.due_at for m in found if m.broadcast_id == first) < min(m.due_at for m in found if m.broadcast_id == second)


def test_stopped_half_way_nothing_more_leaves(city: City) -> None:
    crowd(city, 450)
    parts = replace(city.hotline.parts, broadcast_gap=timedelta(seconds=0.2))
    made = start(parts, by(city), EVERYWHERE)
    go_on(parts, made.id)
    city.later(seconds=4)
    [half] = progress(parts)
    assert half.left == 21, "five a second"
    assert stop(parts, by(city), made.id) == 200 - half.left
    city.later(minutes=10)
    go_on_with_all(parts)
    city.later(minutes=10)
    [told] = progress(parts)
    assert (told.left, told.waiting, told.cancelled, told.broadcast.written) == (half.left, 0, 200 - half.left, 200)
    with pytest.raises(RuleError, match="broadcast_stopped"):
        stop(parts, by(city), made.id)


def test_a_stop_that_was_killed_before_it_withdrew_anything_holds_all_the_same(town: City) -> None:
    report(town, LIN)
    made = send(town)
    with town.hotline.database.writing() as store:
        assert store.broadcasts.stop(made, "boss", town.clock.now())
    town.later(minutes=1)
    assert got(town, LIN) == [[]]
    assert progress(town.hotline.parts)[0].cancelled == 1


def test_killed_half_way_it_goes_on_and_tells_nobody_twice(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(city, 500)
    parts = city.hotline.parts
    made = start(parts, by(city), EVERYWHERE)
    go_on(parts, made.id)
    with monkeypatch.context() as patch:

        def dies(*_: object) -> object:
            raise KeyboardInterrupt

        patch.setattr(service, "written", dies)  # the rows of the batch are made, the place is not
        with pytest.raises(KeyboardInterrupt):
            go_on(parts, made.id)
    go_on_with_all(parts)
    with parts.database.reading() as store:
        told = [m.reporter_id for m in store.outbox.listing(None, 2000) if m.broadcast_id == made.id]
        assert len(told) == len(set(told)) == 500
        before = store.broadcasts.get(made.id)
    assert before is not None
    assert before.written_at is not None
    with pytest.raises(Conflict), parts.database.writing() as store:
        store.broadcasts.advance(made, made)


def test_two_who_write_it_at_once_do_not_both(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(city, 300)
    parts = city.hotline.parts
    made = start(parts, by(city), EVERYWHERE)
    go_on(parts, made.id)
    with monkeypatch.context() as patch:
        patch.setattr("hotline.storage.broadcasts.Broadcasts.get", lambda *_: made)  # as it was read before the other wrote
        with pytest.raises(Conflict):
            go_on(parts, made.id)
    with parts.database.reading() as store:
        assert store.broadcasts.states(made.id) == {Delivery.WAITING: 200}


@pytest.mark.parametrize(
    ("grids", "words", "code"),
    [
        ((), {"zh-CN": "停" * 41}, "words_too_long"),
        ((), {"zh-CN": "停水", "en": "w" * 101}, "words_too_long"),
        ((), {"zh-CN": "停水", "en": "停水"}, "words_not_readable"),
        ((), {"zh-CN": "no water"}, "words_not_readable"),
        ((), {"en": "no water"}, "words_missing"),
        ((), {"zh-CN": "停水", "fr": "pas d'eau"}, "unknown_language"),
        (("moon",), WORDS, "unknown_grid"),
        (("north-2",), WORDS, "nobody_there"),
    ],
)
def test_what_cannot_be_sent_is_refused(town: City, grids: tuple[str, ...], words: dict[str, str], code: str) -> None:
    report(town, LIN)
    with pytest.raises(RuleError, match=code):
        start(town.hotline.parts, by(town), Wanted(grids=grids, words=words))
    assert progress(town.hotline.parts) == ()


def test_by_command_with_its_audit_entry(town: City) -> None:
    for phone in (LIN, ANNA):
        report(town, phone)

    def run(*words: str) -> str:
        done = CliRunner().invoke(group, ["broadcast", *words], env=town.environ)
        return done.output if done.exit_code == 0 else f"failed: {done.output}"

    said = ("--zh", WORDS["zh-CN"], "--en", WORDS["en"])
    assert "say to whom" in run(*said)
    assert "no such grid" in run("--grid", "moon", *said)
    assert run("--grid", "east-1", *said, "--dry-run") == "2 people: 1 in en, 1 in zh-CN\n"
    assert progress(town.hotline.parts) == ()
    assert "2 texts stand in the outbox" in run("--grid", "east-1", *said)
    [told] = progress(town.hotline.parts)
    assert "0 of 2 sent" in run("list")
    assert "stopped: 2 texts withdrawn" in run("stop", told.broadcast.id)
    assert "stopped already" in run("stop", told.broadcast.id)
    assert "there is no broadcast" in run("stop", "x")
    with town.hotline.database.reading() as store:
        actions = [e.action for e in store.audit.of_chain(f"broadcast:{told.broadcast.id}")]
    assert actions == ["broadcast_begun", "broadcast_stopped"]
    assert news(town, LIN, lambda: town.later(minutes=1)) == []
    assert reporter(town, LIN).stopped_at is None


def test_five_thousand_are_written_without_holding_them_all(town: City) -> None:
    """A batch at a time: what is held does not grow with how many there are."""
    crowd(town, 5000)
    parts = town.hotline.parts
    made = start(parts, by(town), EVERYWHERE)
    assert made.people == 5000
    most: list[int] = []
    tracemalloc.start()
    while made.is_open:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        made = go_on(parts, made.id)
        most.append(tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    assert made.written == 5000
    assert len(most) == 5000 // service.BATCH + 1
    assert max(most[2:]) < 8_000_000, max(most)
    with parts.database.reading() as store:
        assert store.broadcasts.states(made.id) == {Delivery.WAITING: 5000}
