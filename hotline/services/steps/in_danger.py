"""Is somebody in danger? A threat alone, told by whoever reported, is a reprisal: for protection officers, not for the rota."""

from hotline.domain.danger import Danger, DangerWords, danger
from sms.reprisal import tells_of_reprisal

THREATS = frozenset({"威胁我", "威胁要", "threatening me"})


def in_danger(words: str, known: DangerWords) -> Danger | None:
    found = danger(words, known)
    return None if found is not None and found.word in THREATS and tells_of_reprisal(words) else found
