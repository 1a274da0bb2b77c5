"""The lines of all processes on one screen, each with its process in front, and in a file for each."""

import sys
from pathlib import Path
from typing import TextIO

# Past this a log file is put aside once, so that no log fills the disk.
LARGEST_LOG = 20 * 1024 * 1024
LONGEST_LINE = 64 * 1024
COLOURS = (36, 32, 33, 35, 34, 31)


class Output:
    def __init__(self, folder: Path, *, screen: TextIO | None = None, width: int = 8) -> None:
        self._folder = folder
        self._screen = screen or sys.stdout
        self._width = width
        self._rest: dict[str, bytes] = {}
        self._colours: dict[str, int] = {}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def take(self, name: str, some: bytes) -> None:
        """Some output of a process; whole lines are shown, the rest waits for its end."""
        *lines, rest = (self._rest.get(name, b"") + some).split(b"\n")
        if len(rest) > LONGEST_LINE:
            lines, rest = [*lines, rest], b""
        self._rest[name] = rest
        for line in lines:
            self.line(name, line.decode("utf-8", "replace").rstrip("\r"))

    def end(self, name: str) -> None:
        """A process has gone: what it left unfinished is shown too."""
        rest = self._rest.pop(name, b"")
        if rest:
            self.line(name, rest.decode("utf-8", "replace"))

    def line(self, name: str, text: str) -> None:
        self._file(name, text)
        shown = f"{name:<{self._width}} | "
        if self._screen.isatty():
            colour = self._colours.setdefault(name, COLOURS[len(self._colours) % len(COLOURS)])
            shown = f"\033[{colour}m{shown}\033[0m"
        self.say(shown + text)

    def say(self, text: str) -> None:
        """A line of the supervisor's own."""
        try:
            self._screen.write(text + "\n")
            self._screen.flush()
        except (BrokenPipeError, ValueError):
            # The terminal has gone (ssh closed, `| head`): the log files go on.
            return

    def _file(self, name: str, text: str) -> None:
        path = self._folder / f"{name}.log"
        try:
            if path.exists() and path.stat().st_size > LARGEST_LOG:
                path.replace(path.with_suffix(".log.1"))
            with path.open("a", encoding="utf-8") as file:
                file.write(text + "\n")
        except OSError:
            # A full disk must not end the hotline: the screen still has the line.
            return
