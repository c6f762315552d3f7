"""What must stand before the coach can be trained or started."""

from __future__ import annotations

from coach.facts.files import load_knowledge
from coach.language.encoder import encoder_files
from coach.language.names import build_pipeline
from coach.settings import Settings
from coach.store import load_facts


def prepare(settings: Settings) -> list[str]:
    """Verify the encoder's files, build the spaCy pipeline, load the facts; what was done, a line each.

    Raises:
        CoachError: one of them cannot be done; the text says why and what helps.

    """
    encoder_files(settings.encoder_dir)
    done = ["Encoder: the files are the tested ones." if settings.encoder_dir is None else f"Encoder: {settings.encoder_dir}."]
    if build_pipeline(load_knowledge().lexicon, settings.spacy_dir):
        done.append("Names: the spaCy pipeline is built.")
    number, changed = load_facts(settings.database_url)
    done.append(f"Facts: {number} {'loaded' if changed else 'in the store'}.")
    return done
