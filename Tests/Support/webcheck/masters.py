"""Masters that are made for the check."""

import math
import struct
import wave

TONES = (1000, 3000)
SECONDS = 16


def tone(file, frequency, seconds=SECONDS):
    """A tone that sounds from the first sample to the last, so that any pause between two tracks is the player's."""
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48000)
        period = 48000 // math.gcd(48000, frequency)
        one = [int(9000 * math.sin(2 * math.pi * frequency * n / 48000)) for n in range(period)]
        out.writeframes(b"".join(struct.pack("<hh", value, value) for value in one) * (48000 * seconds // period))
    return file
