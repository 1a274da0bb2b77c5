"""What must hold before anything is started: a folder we may write to, nobody else working in it, a free port."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoGround(Exception):
    """Nothing was started; the text is one line that says what to do."""


def make_folders(data_dir: Path) -> None:
    try:
        for name in ("", "run", "log", "secrets"):
            (data_dir / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        data_dir.chmod(0o700)  # also where the set-up made it: what lies in it is nobody else's to read
        probe = data_dir / "run" / f".probe.{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        mend = "let this user write there, or set HOTLINE__DATA_DIR to another folder"
        raise NoGround(f"{data_dir} cannot be written ({error.strerror}): {mend}") from error


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Holds the data folder; two sets on one folder would send every text twice."""
    path = data_dir / "run" / "up.lock"
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            who = file.read().strip() or "unknown"
            raise NoGround(
                f"a hotline already runs on {data_dir} (process {who}): stop it first, or set HOTLINE__DATA_DIR"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def need_free_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((host, port))
            line.listen(1)
        except OSError as error:
            mend = f"PORT={port + 1 if port < 65535 else 8000} make run takes another"
            raise NoGround(f"port {port} of {host} cannot be taken ({error.strerror}): {mend}") from error


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
