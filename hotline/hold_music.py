"""The music of the queue: a soft melody of our own, made once per process, so that nobody need be asked for a licence."""

import array
import io
import math
import wave
from functools import lru_cache

RATE = 8000  # samples a second: all that a telephone carries
BEAT = 0.6
PEAK = 3800  # of 32767: well below speech, so that a voice is heard over it
# A pentatonic line that ends where it began, so that a round joins the next: semitones above the ground note.
MELODY = (0, 4, 7, 9, 7, 4, 2, 4, 0, 2, 4, 7, 4, 2, 0, -3, 0, 4, 7, 12, 9, 7, 4, 7, 9, 7, 4, 2, 0, 2, -3, 0)
GROUND = 261.63  # middle C, in hertz
OVERTONES = ((1, 1.0), (2, 0.35), (3, 0.12))


@lru_cache(maxsize=1)
def hold_music() -> bytes:
    """A WAV file of some twenty seconds."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(_melody().tobytes())
    return out.getvalue()


def _melody() -> "array.array[int]":
    beat, ring = round(RATE * BEAT), round(RATE * BEAT * 2)
    samples = [0.0] * (beat * len(MELODY))
    for place, semitone in enumerate(MELODY):
        note = _note(GROUND * 2 ** (semitone / 12), ring)
        for at, value in enumerate(note, place * beat):
            samples[at % len(samples)] += value  # the last notes ring into the first
    loudest = max(map(abs, samples))
    return array.array("h", (round(PEAK * value / loudest) for value in samples))


def _note(hertz: float, length: int) -> list[float]:
    """A plucked string: quick to sound, slow to fade."""
    turns = [(2 * math.pi * hertz * times / RATE, share) for times, share in OVERTONES]
    return [
        min(at / 80, 1.0) * math.exp(-3.2 * at / length) * sum(share * math.sin(turn * at) for turn, share in turns)
        for at in range(length)
    ]
