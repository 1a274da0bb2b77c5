"""Spooled texts are taken in although one of them can't be; while the database is away, none is given up."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from hotline.domain.errors import Conflict, Unavailable
from hotline.services import drain_spool as drained
from hotline.services.take_text import TextIn
from hotline.spool import Spool


def away() -> None:
    raise Unavailable("database")


HERE = SimpleNamespace(database=SimpleNamespace(ready=lambda: None))
AWAY = SimpleNamespace(database=SimpleNamespace(ready=away))


def fields(sid: str, account: str = "AC1") -> dict[str, object]:
    return {"account": account, "sid": sid, "sender": "+8613800138000", "body": "井盖坏了"}


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    some = Spool(tmp_path / "spool", str.encode, bytes.decode)
    for sid in ("SM1", "SM2", "SM3"):
        some.put("AC1", sid, fields(sid))
    return some


def refusing(sid: str, error: Exception, taken: list[str]) -> Callable[[object, TextIn], None]:
    def take(_parts: object, text: TextIn) -> None:
        if text.sid == sid:
            raise error
        taken.append(text.sid)

    return take


@pytest.mark.parametrize("error", [KeyError("a fault of ours"), Unavailable("too long for an index")])
def test_one_that_fails_holds_up_nobody_and_is_put_aside(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(drained, "take_text", refusing("SM1", error, taken))
    assert drained.drain_spool(HERE, spool) == 2  # type: ignore[arg-type]
    assert taken == ["SM2", "SM3"]
    assert (spool.waiting(), spool.aside()) == (0, 1)
    assert "a fault of ours" not in caplog.text
    assert "13800138000" not in caplog.text
    assert spool.try_again() == 1
    monkeypatch.setattr(drained, "take_text", refusing("", error, taken))
    assert drained.drain_spool(HERE, spool) == 1  # type: ignore[arg-type]
    assert (taken, spool.waiting(), spool.aside()) == (["SM2", "SM3", "SM1"], 0, 0)


def test_one_that_lost_a_race_waits_for_the_next_round(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drained, "take_text", refusing("SM1", Conflict(), []))
    assert drained.drain_spool(HERE, spool) == 2  # type: ignore[arg-type]
    assert (spool.waiting(), spool.aside()) == (1, 0)


def test_while_the_database_is_away_all_wait(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drained, "take_text", refusing("SM1", Unavailable("database"), []))
    with pytest.raises(Unavailable):
        drained.drain_spool(AWAY, spool)  # type: ignore[arg-type]
    assert (spool.waiting(), spool.aside()) == (3, 0)


def test_a_file_nobody_can_read_is_put_aside(spool: Spool, tmp_path: Path) -> None:
    (tmp_path / "spool" / "empty.text").write_bytes(b"")
    assert len(list(spool.take())) == 3
    assert (spool.waiting(), spool.aside()) == (3, 1)


def test_texts_are_told_apart_by_account_and_reference_and_come_oldest_first(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", str.encode, bytes.decode)
    for account, sid in (("AC1", "SM1"), ("AC2", "SM1"), ("AC1", "SM2"), ("AC1", "SM2")):
        spool.put(account, sid, fields(sid, account))
    assert [(f["account"], f["sid"]) for _, f in spool.take()] == [("AC1", "SM1"), ("AC2", "SM1"), ("AC1", "SM2")]


def test_the_same_text_many_times_at_once_is_one_whole_file(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", str.encode, bytes.decode)
    with ThreadPoolExecutor(8) as crowd:
        for _ in range(20):
            list(crowd.map(lambda _: spool.put("AC1", "SM1", fields("SM1")), range(8)))
            assert [f for _, f in spool.take()] == [fields("SM1")]


def test_what_a_dead_process_left_half_written_goes_away(spool: Spool, tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    theirs, ours = (tmp_path / "spool" / f"{pid}.x.part" for pid in (dead.stdout.strip(), os.getpid()))
    theirs.write_bytes(b"x")
    ours.write_bytes(b"x")
    spool.try_again()
    assert (theirs.exists(), ours.exists()) == (False, True)
