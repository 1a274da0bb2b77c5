"""Takes the Merkle root over all heads of the audit log and appends it to a file, of which an auditor keeps a copy."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from hotline.domain.audit import Anchor
from hotline.services.deliver import Parts


def anchor_audit(parts: Parts, file: Path) -> Anchor:
    """One line of JSON an anchor; on the disk when this returns."""
    with parts.database.writing() as store:
        anchor = store.audit.anchor(parts.clock.now())
    line = json.dumps({**asdict(anchor), "at": anchor.at.isoformat()}, sort_keys=True)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())
    return anchor
