"""A learnt model as a file: gzipped JSON, named by its version; `current` names the one in use."""

import gzip
import json
from pathlib import Path

from hotline.domain.learned import Learned

FOLDER, CURRENT = "models", "current"
PLACES = 4  # decimals: enough for an order, and a file of half the size


def save(model: Learned, figures: dict[str, object], data_dir: Path, *, use: bool) -> Path:
    """Written whole or not at all; ``use``: what starts from now on reads with it."""
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{model.version}.json.gz"
    plain = {
        "version": model.version, "labels": list(model.labels), "bias": [round(b, PLACES) for b in model.bias],
        "sure": model.sure, "clear": model.clear, "figures": figures,
        "weights": {
            gram: [round(idf, PLACES), [[place, round(weight, PLACES)] for place, weight in weights]]
            for gram, (idf, weights) in model.weights.items()
        },
    }
    _write(path, gzip.compress(json.dumps(plain, ensure_ascii=False).encode(), mtime=0))
    if use:
        _write(folder / CURRENT, path.name.encode())
    return path


def drop(data_dir: Path) -> bool:
    """No model is used any more; False: none was."""
    current = data_dir / FOLDER / CURRENT
    there = current.exists()
    current.unlink(missing_ok=True)
    return there


def load(data_dir: Path) -> Learned | None:
    """The model in use; None where none is. Raises ValueError where its file can't be read."""
    current = data_dir / FOLDER / CURRENT
    if not current.exists():
        return None
    return read(data_dir / FOLDER / Path(current.read_text(encoding="utf-8").strip()).name)


def read(path: Path) -> Learned:
    try:
        plain = json.loads(gzip.decompress(path.read_bytes()))
        return Learned(
            version=plain["version"], labels=tuple(plain["labels"]), bias=tuple(plain["bias"]), sure=float(plain["sure"]),
            clear=float(plain["clear"]),
            weights={
                gram: (idf, tuple((int(place), float(weight)) for place, weight in weights))
                for gram, (idf, weights) in plain["weights"].items()
            },
        )
    except (OSError, EOFError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"the model {path.name} can't be read: learn it anew, or `learn --drop`") from error


def _write(path: Path, content: bytes) -> None:
    new = path.with_suffix(".new")
    new.write_bytes(content)
    new.replace(path)
