"""Granian against Gunicorn with yardstick F: python -m tests.bench.server_choice

Gunicorn is no requirement of ours: without it only Granian is measured.
"""

import json
import os
import signal
import time
from importlib.util import find_spec

from tests.bench.bare_app import PUBLIC_URL, TOKEN
from tests.bench.load import Load, signed_request
from tests.bench.serving import Server

FORM = {
    "AccountSid": "AC" + "0" * 32, "CallSid": "CA" + "1" * 32, "From": "+8613900010112", "To": "+861012345678",
    "CallStatus": "ringing", "Direction": "inbound", "ApiVersion": "2010-04-01", "FromCountry": "CN", "ToCountry": "CN",
}  # fmt: skip
ESCAPES = ["/a/%E4%BA%95", "/a/%40b", "/a%2Fb", "/a/x%20y+z", "/a/~'!", "/a?x=%E4%BA%95&y=a%40b", "/a/b?"]


def servers(workers: int, threads: int) -> dict[str, list[str]]:
    app, found = "tests.bench.bare_app:app", {}
    found["granian"] = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1", "--log-level", "warning"]
    found["granian"] += ["--workers", str(workers), "--blocking-threads", str(threads), "--respawn-failed-workers"]
    found["granian"] += ["--respawn-interval", "0.5", "--port", "PORT", app]
    if find_spec("gunicorn"):
        found["gunicorn"] = ["-m", "gunicorn", "-k", "gthread", "-w", str(workers), "--threads", str(threads)]
        found["gunicorn"] += ["--log-level", "warning", "-b", "127.0.0.1:PORT", app]
    return found


def kill_one(server: Server) -> str:
    """kill -9 of one worker: how many of the requests of the next seconds are not answered, and are all workers back?"""
    before = server.children()
    os.kill(before[-1], signal.SIGKILL)
    asked = missed = 0
    last = time.monotonic() + 4
    while time.monotonic() < last:
        asked += 1
        missed += not server.serves()
        time.sleep(0.02)
    if server.process.poll() is not None:
        return "the whole server ended"
    return f"{missed} of {asked} requests missed, {len(server.children())} of {len(before)} workers again"


def main() -> None:
    workers, threads, seconds = 2, 8, float(os.environ.get("BENCH_SECONDS", "4"))
    rates: dict[str, list[float]] = {name: [] for name in servers(workers, threads)}
    with Load(processes=2) as load:
        for name, command in 3 * [*servers(workers, threads).items()]:
            server = Server(command)
            request = signed_request(server.port, "/voice", FORM, token=TOKEN, public_url=PUBLIC_URL)
            load.repeated(server.port, request, seconds=1, connections=16)
            rates[name].append(load.repeated(server.port, request, seconds=seconds, connections=16))
            server.close()
    print(f"{workers} workers, {threads} threads, 16 connections, {os.cpu_count()} cores shared with the load")
    for name, all_rates in rates.items():
        print(f"  {name:<9} requests/s: {'  '.join(f'{rate:,.0f}' for rate in all_rates)}")
    for name, command in servers(workers, threads).items():
        server = Server(command)
        print(f"  {name:<9} kill -9 of a worker: {kill_one(server)}")
        server.close()
    print("what a request line becomes:")
    for name, command in servers(1, 2).items():
        server = Server(command)
        for target in ESCAPES:
            body = json.loads(server.ask(target).partition(b"\r\n\r\n")[2])
            print(f"  {name:<9} {target:<24} {json.dumps(body)}")
        server.close()


if __name__ == "__main__":
    main()
