"""Spooled texts are taken in although one of them can't be; while the database is away, none is given up."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from hotline.domain.errors import Conflict, Unavailable
from hotline.services import drain_spool as drained
from hotline.services.take_text import TextIn
from hotline.spool import Spool

PARTS = SimpleNamespace()


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    some = Spool(tmp_path / "spool", str.encode, bytes.decode)
    for sid in ("SM1", "SM2", "SM3"):
        some.put(sid, {"account": "AC1", "sid": sid, "sender": "+8613800138000", "body": "井盖坏了"})
    return some


def refusing(sid: str, error: Exception, taken: list[str]) -> object:
    def take(_parts: object, text: TextIn) -> None:
        if text.sid == sid:
            raise error
        taken.append(text.sid)

    return take


@pytest.mark.parametrize("error", [KeyError("a fault of ours"), Conflict()])
def test_one_that_fails_holds_up_nobody_and_is_kept(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(drained, "take_text", refusing("SM1", error, taken))
    assert drained.drain_spool(PARTS, spool) == 2  # type: ignore[arg-type]
    assert taken == ["SM2", "SM3"]
    assert [place.name for place, _ in spool.take()] == ["SM1.text"]
    assert "a fault of ours" not in caplog.text
    assert "13800138000" not in caplog.text


def test_while_the_database_is_away_all_wait(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drained, "take_text", refusing("SM1", Unavailable("database"), []))
    with pytest.raises(Unavailable):
        drained.drain_spool(PARTS, spool)  # type: ignore[arg-type]
    assert spool.waiting() == 3
