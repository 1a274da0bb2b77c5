"""What people say in the simulated year, from its own file: a sentence is no code."""

import json
from pathlib import Path
from typing import Any

SAID: dict[str, Any] = json.loads(Path(__file__).with_name("year.json").read_text(encoding="utf-8"))
