"""A set of small processes under the real supervisor, run as a process of its own: it owns the signals.

usage: set_of_fakes.py LOG_DIR; each further line on the command line is NAME=STAGE=PYTHON
"""

import os
import sys
from pathlib import Path

from hotline.embedded.output import Output
from hotline.embedded.supervisor import Program, Supervisor


def main() -> int:
    folder, *programs = sys.argv[1:]
    supervisor = Supervisor(Output(Path(folder)))
    for written in programs:
        name, stage, code = written.split("=", 2)
        command = [sys.executable, "-u", "-c", code]
        program = Program(name=name, command=command, environment=os.environ, stage=int(stage), stop_within=1)
        supervisor.start(program)
    ready = Path(folder) / "ready"
    came_up = supervisor.wait_until(ready.exists, 10)
    if came_up:
        supervisor.output.say("the set is ready")
        supervisor.run()
    supervisor.stop()
    supervisor.output.say(f"came up: {came_up}, hopeless: {supervisor.hopeless}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
