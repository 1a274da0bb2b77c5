"""What the city can tell at once: rules and answers, and who else is to be called where a matter is not the city's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline.domain.words import plain


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """``words``: language → what people call it. ``says``: language → what is told. ``ours`` False: another office's
    matter, whose name and number ``says`` names. ``writes``: the same for texts, where it reads otherwise than it is said."""

    id: str
    name: Mapping[str, str]
    words: Mapping[str, Sequence[str]]
    says: Mapping[str, str]
    ours: bool = True
    key: str | None = None
    writes: Mapping[str, str] | None = None

    @property
    def written(self) -> Mapping[str, str]:
        """As a text says it: figures are not spelt out."""
        return self.writes or self.says


def topic_of(text: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic whose longest word is in the text; None where none is."""
    said = plain(text)
    found = [
        (len(plain(word)), topic)
        for topic in topics
        for words in (*topic.words.values(), tuple(topic.name.values()))
        for word in words
        if plain(word) and plain(word) in said
    ]
    return max(found, key=lambda one: one[0])[1] if found else None
