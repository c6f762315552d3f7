"""Entities: names of the lexicon, and what a person says of themselves."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from coach.facts.files import DATA
from coach.language.names import shared_pipeline
from coach.lexicon import Lexicon, read_lexicon
from coach.profile.heard import hear
from coach.settings import Settings
from components.spelling_corrector import CORRECTED

MOST_NAMES = 16
"""How many different names of a message are kept; every turn stores and sends them."""
MOST_CHARACTERS = 8_000
"""A pasted resume is read whole."""

_CHUNK = re.compile(r"\S{60,}")
_SIGN = re.compile(r"[\W_]")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NameExtractor(EntityExtractorMixin, GraphComponent):
    """Runs our spaCy pipeline. A name's entity is its lexicon file; what is said of oneself has the profile field's name."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> NameExtractor:
        """Called by Rasa for training and for running alike; loads the pipeline, so that no message waits for it."""
        shared_pipeline(Settings.from_environment().spacy_dir)
        return cls(read_lexicon(DATA / "lexicon")[0])

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text or text.startswith(INTENT_MESSAGE_PREFIX):
                continue
            text = message.get(CORRECTED) or text
            doc = shared_pipeline(Settings.from_environment().spacy_dir)(_spaced(text[:MOST_CHARACTERS]))
            named = {entity.ent_id_: entity for entity in reversed(doc.ents)}
            names = [(entity.label_, id_, entity.start_char, entity.end_char) for id_, entity in reversed(named.items())][:MOST_NAMES]
            said = [(heard.field, heard.value, heard.start, heard.end) for heard in hear(doc, self._lexicon)]
            entities = [
                {ENTITY_ATTRIBUTE_TYPE: kind, ENTITY_ATTRIBUTE_VALUE: value, ENTITY_ATTRIBUTE_START: start, ENTITY_ATTRIBUTE_END: end}
                for kind, value, start, end in dict.fromkeys((*names, *said))
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(entities), add_to_output=True)
        return messages


def _spaced(text: str) -> str:
    """The text with spaces for the signs of long chunks, as long as it was: spaCy takes seconds to split a long row of signs."""
    return _CHUNK.sub(lambda chunk: _SIGN.sub(" ", chunk.group()), text)
