"""Takes the Merkle root over all heads of the audit log and appends it to a file, of which an auditor keeps a copy."""

import os
from pathlib import Path

from hotline.domain.audit import Anchor, anchor_line
from hotline.services.deliver import Parts


def anchor_audit(parts: Parts, file: Path) -> Anchor:
    """The hourly file gets a line as well, which `audit verify` reads."""
    with parts.database.writing() as store:
        anchor = store.audit.anchor(parts.clock.now())
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    append_anchor(file, anchor)
    return anchor


def append_anchor(file: Path, anchor: Anchor) -> None:
    """One more line of an auditor's file; on the disk when this returns. Raises OSError."""
    with file.open("a", encoding="utf-8") as out:
        out.write(("\n" if _is_torn(file) else "") + anchor_line(anchor) + "\n")
        out.flush()
        os.fsync(out.fileno())


def _is_torn(file: Path) -> bool:
    """A machine that lost its power while it wrote leaves half a line: that must not spoil the next one too."""
    with file.open("rb") as there:
        there.seek(max(0, file.stat().st_size - 1))
        return there.read(1) not in (b"", b"\n")
