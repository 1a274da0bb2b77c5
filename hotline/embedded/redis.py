"""The embedded Redis: a real server of our own below the data folder, on a socket only its owner may
use, with no port at all, so that two clones never meet."""

import hashlib
import socket
import tempfile
from pathlib import Path

from hotline.embedded.fetch_redis import find_redis_server, version_of

# A socket's path must fit into sockaddr_un: 108 bytes with the closing zero.
LONGEST_SOCKET_PATH = 100

SETTINGS = """\
port 0
unixsocket {socket}
unixsocketperm 700
dir {folder}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
loglevel notice
logfile ""
databases 1
"""


class RedisMissing(Exception):
    """No redis-server can be started here."""


def socket_path(data_dir: Path) -> Path:
    """Where the socket of this data folder is: the same answer in every process that asks."""
    inside = data_dir / "run" / "redis.sock"
    if len(bytes(inside)) <= LONGEST_SOCKET_PATH:
        return inside
    name = hashlib.sha256(bytes(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"hotline-{name}" / "redis.sock"


def server_command(data_dir: Path) -> list[str]:
    """Writes the server's settings and says how to start it."""
    binary = find_redis_server()
    version = version_of(binary) if binary else None
    if binary is None or version is None:
        raise RedisMissing(
            "no redis-server 6.2 or newer: run make setup, or set HOTLINE__REDIS__URL to a Redis of yours"
        )
    # A folder for each major version: an older server cannot read what a newer one wrote.
    folder = data_dir / "redis" / str(version[0])
    address = socket_path(data_dir)
    settings = data_dir / "run" / "redis.conf"
    for needed in (folder, address.parent, settings.parent):
        needed.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A folder in a shared place may have been made by somebody else first.
    if address.parent.stat().st_uid != folder.stat().st_uid:
        raise RedisMissing(f"{address.parent} belongs to somebody else; use a shorter data_dir")
    settings.write_text(SETTINGS.format(socket=_quoted(address), folder=_quoted(folder)), encoding="utf-8")
    return [str(binary), str(settings)]


def answers(data_dir: Path, within: float = 1.0) -> bool:
    """True when the server has loaded its data and answers."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(within)
            line.connect(str(socket_path(data_dir)))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
