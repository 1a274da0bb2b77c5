"""`up` with its real Redis and small fakes for our own processes; run as a process of its own."""

import sys
from unittest.mock import patch

from hotline.cli import main
from hotline.config import Config
from hotline.embedded import programs
from hotline.embedded.supervisor import Program

WEB = """
import http.server, os, sys
print('pid', os.getpid(), flush=True)
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header('Content-Length', '0'); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Ready).serve_forever()
"""


def fake_programs(config: Config, environment: dict[str, str]) -> list[Program]:
    command = [sys.executable, "-c", WEB, str(config.server.port)]
    return [Program(name="web", command=command, environment=environment)]


def fake_carrier(config: Config, environment: dict[str, str], port: int) -> Program:
    code = f"import os, socket, time; print('pid', os.getpid(), flush=True); s = socket.create_server(('127.0.0.1', {port}))"
    code += "; time.sleep(60)"
    return Program(name="carrier", command=[sys.executable, "-c", code], environment=environment, stage=1)


if __name__ == "__main__":
    migrate = [sys.executable, "-c", "print('tables are there')"]
    with (
        patch.object(programs, "our_programs", fake_programs),
        patch.object(programs, "carrier_program", fake_carrier),
        patch.object(programs, "migrate_command", lambda: migrate),
    ):
        sys.exit(main())
