"""Trains the model, if anything it is made from changed since the last time."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from coach.language.encoder import encoder_digest
from coach.settings import PROJECT, Settings
from launch.server import MODELS, configure_logs, quiet

STAMP = "trained-from.sha256"
MODEL = "coach"


def made_from() -> Iterator[Path]:
    """The files a model is made from."""
    yield from (PROJECT / name for name in ("config.yml", "domain.yml", "requirements.lock"))
    for name in ("facts", "lexicon", "nlu", "rules"):
        yield from sorted((PROJECT / "data" / name).glob("*.yml"))
    for folder in ("components", "coach/language", "coach/facts"):
        yield from sorted((PROJECT / folder).glob("*.py"))


def digest() -> str:
    """A digest of them all."""
    total = hashlib.sha256()
    for path in made_from():
        total.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    total.update(encoder_digest(Settings.from_environment().encoder_dir).encode())
    return total.hexdigest()


def main() -> None:
    """Train; into the folder given as argument, or else into `models/`."""
    wanted = digest()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / MODELS
    model, stamp = folder / f"{MODEL}.tar.gz", folder / STAMP
    if model.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        print("Model: nothing it is made from changed.")
        return
    print("Model: training, about a minute ...", flush=True)
    began = time.monotonic()
    os.environ["OMP_NUM_THREADS"] = str(os.cpu_count())
    quiet()
    import rasa

    configure_logs(logging.WARNING)
    result = rasa.train("domain.yml", "config.yml", "data", output=str(folder), fixed_model_name=MODEL)
    if result.code != 0 or not model.is_file():
        sys.exit("Training failed; the lines above say why.")
    stamp.write_text(wanted)
    print(f"Model: trained in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
