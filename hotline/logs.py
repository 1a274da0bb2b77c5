"""What a process logs: one readable line for people, or one JSON object a line for machines.

`up` puts the name of the process before each line, and a production machine its own time: a line here
has neither name nor, where somebody else adds it, time.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

# They log request lines with query strings, or every job: not below a warning.
QUIET = ("twilio.http_client", "urllib3", "rq.worker", "werkzeug", "_granian")


class TextFormat(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")


class JsonFormat(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": record.processName,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logs(style: Literal["text", "json"], level: str) -> None:
    """Once, where a process begins."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormat() if style == "json" else TextFormat())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
