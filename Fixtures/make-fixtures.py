#!/usr/bin/env python3
"""Makes every fixture in this folder, the same bytes each time, from arithmetic alone.

Needs `flac` 1.4 or newer and `ffmpeg` on the path, and nothing else but Python's standard library.
Run it without arguments; it replaces the files beside it.
"""

import array
import math
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TAGS = {
    "TITLE": "Fixture in C",
    "ARTIST": "Lathe",
    "ALBUM": "Fixtures",
    "DATE": "2026-01-02",
    "TRACKNUMBER": "3",
    "ISRC": "XXLTH2600003",
    "REPLAYGAIN_TRACK_GAIN": "-6.20 dB",
    "REPLAYGAIN_TRACK_PEAK": "0.98765",
    "REPLAYGAIN_ALBUM_GAIN": "-5.10 dB",
    "REPLAYGAIN_ALBUM_PEAK": "0.99000",
}


def pluck(out, rate, start, frequency, seconds, gain, rng):
    """Karplus and Strong's string: a burst of noise in a delay line that a low pass damps."""
    period = max(2, round(rate / frequency))
    line = [rng.uniform(-1, 1) for _ in range(period)]
    first = int(start * rate)
    for index in range(min(int(seconds * rate), len(out) - first)):
        here = index % period
        sample = line[here]
        line[here] = 0.497 * (sample + line[(here + 1) % period])
        out[first + index] += gain * sample


def pad(out, rate, start, frequency, seconds, gain, phase):
    """A soft chord tone of four partials with a slow attack and a slow end."""
    first, count = int(start * rate), int(seconds * rate)
    step = 2 * math.pi * frequency / rate
    for index in range(min(count, len(out) - first)):
        edge = min(1.0, index / (0.25 * rate), (count - index) / (0.4 * rate))
        angle = phase + step * index
        tone = math.sin(angle) + 0.4 * math.sin(2 * angle) + 0.2 * math.sin(3.003 * angle) + 0.1 * math.sin(5 * angle)
        out[first + index] += gain * edge * tone


def kick(out, rate, start, gain):
    first, angle = int(start * rate), 0.0
    for index in range(min(int(0.22 * rate), len(out) - first)):
        time = index / rate
        angle += 2 * math.pi * (48 + 130 * math.exp(-time * 38)) / rate
        out[first + index] += gain * math.exp(-time * 14) * math.sin(angle)


def noise(out, rate, start, seconds, decay, gain, rng):
    """A snare or, shorter, a hat."""
    first, last = int(start * rate), 0.0
    for index in range(min(int(seconds * rate), len(out) - first)):
        white = rng.uniform(-1, 1)
        out[first + index] += gain * math.exp(-index / rate * decay) * (white - 0.6 * last)
        last = white


def music(rate, seconds):
    """Left and right of a short piece: pads, a plucked line, bass and drums, at about -14 LUFS."""
    rng = random.Random(20260102)
    count = int(rate * seconds)
    left, right = [0.0] * count, [0.0] * count
    chords = [[261.63, 329.63, 392.0], [220.0, 261.63, 329.63], [174.61, 261.63, 349.23], [196.0, 246.94, 392.0]]
    bar = 2.0
    for number in range(math.ceil(seconds / bar)):
        chord, start = chords[number % 4], number * bar
        for voice, frequency in enumerate(chord):
            pad(left, rate, start, frequency, bar, 0.045, voice)
            pad(right, rate, start, frequency * 1.002, bar, 0.045, voice + 1)
        for beat in range(8):
            at, note = start + beat * bar / 8, chord[beat % 3] * (2 if beat % 4 == 3 else 1)
            if at >= seconds:
                break
            side = left if beat % 2 else right
            pluck(side, rate, at, note, 0.6, 0.20, rng)
            both = [0.0] * min(int(0.25 * rate), count - int(at * rate))
            if beat % 4 == 0:
                kick(both, rate, 0, 0.6)
            if beat % 4 == 2:
                noise(both, rate, 0, 0.16, 26, 0.22, rng)
            noise(both, rate, 0, 0.04, 110, 0.10, rng)
            for index, sample in enumerate(both):
                left[int(at * rate) + index] += sample
                right[int(at * rate) + index] += sample
        for side in (left, right):
            pluck(side, rate, start, chord[0] / 4, 1.8, 0.30, rng)
    fade = int(0.5 * rate)
    for side in (left, right):
        for index in range(min(fade, count)):
            side[count - 1 - index] *= index / fade
    return [left, right]


def quantise(channels, bits, rng):
    """Interleaved integers with triangular dither."""
    full = (1 << (bits - 1)) - 1
    out = []
    for samples in zip(*channels):
        for sample in samples:
            dither = rng.random() - rng.random() if bits <= 16 else 0.0
            out.append(max(-full - 1, min(full, math.floor(sample * 0.9 * full + dither + 0.5))))
    return out


def pack(values, bits):
    """Little-endian bytes; 8 bits are unsigned, as WAVE has them."""
    if bits == 8:
        return bytes(value + 128 for value in values)
    if bits == 16:
        return array.array("h", values).tobytes()
    if bits == 24:
        return b"".join((value & 0xFFFFFF).to_bytes(3, "little") for value in values)
    return array.array("i", values).tobytes()


def chunk(name, payload):
    return name + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def wave(rate, channels, bits, data, tag=1, mask=None, valid=None, extra=b""):
    align = channels * bits // 8
    fmt = struct.pack("<HHIIHH", tag if mask is None else 0xFFFE, channels, rate, rate * align, align, bits)
    if mask is not None:
        fmt += struct.pack("<HHIH", 22, valid or bits, mask, tag) + bytes.fromhex("000000001000800000aa00389b71")
    body = b"WAVE" + chunk(b"fmt ", fmt) + extra + chunk(b"data", data)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def write(name, data):
    (HERE / name).write_bytes(data)


def run(*arguments):
    subprocess.run([str(item) for item in arguments], check=True, stdin=subprocess.DEVNULL)


def flac(name, data, *options):
    """Encodes a WAVE file given as bytes."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "source.wav"
        source.write_bytes(data)
        run("flac", "--silent", "--force", "--no-padding", "-8", *options, "-o", HERE / name, source)


def ffmpeg(name, source, *options):
    run("ffmpeg", "-v", "error", "-y", "-bitexact", "-i", HERE / source, *options, "-bitexact", HERE / name)


def ramp(count, channels, bits):
    """A sine for each channel, a fifth apart, with the extremes of the range at the start."""
    full = (1 << (bits - 1)) - 1
    values = []
    for index in range(count):
        for channel in range(channels):
            angle = 0.05 * 1.5**channel * index
            values.append(round(0.7 * full * math.sin(angle)) if index > 1 else (full if index else -full - 1))
    return values


def main():
    if sys.byteorder != "little":
        sys.exit("needs a little-endian machine")
    rng = random.Random(1)
    tags = [part for key, value in TAGS.items() for part in ("-T", f"{key}={value}")]

    piece = music(44100, 12)
    stereo = wave(44100, 2, 16, pack(quantise(piece, 16, rng), 16))
    flac("music.flac", stereo, *tags)

    high = music(96000, 0.75)
    flac("stereo-96k-24bit.flac", wave(96000, 2, 24, pack(quantise(high, 24, rng), 24)))
    mono = [[sum(pair) / 2 for pair in zip(*music(48000, 1.5))]]
    flac("mono-48k-24bit.flac", wave(48000, 1, 24, pack(quantise(mono, 24, rng), 24)))

    for count, name in [(1, "one-sample"), (47, "47-samples"), (9217, "9217-samples")]:
        flac(f"{name}.flac", wave(44100, 2, 16, pack(ramp(count, 2, 16), 16)))
    flac("three-frames.flac", wave(44100, 1, 16, pack(ramp(150, 1, 16), 16)), "--blocksize=64")
    flac("32bit.flac", wave(48000, 2, 32, pack(ramp(4800, 2, 32), 32)))
    flac("8bit.flac", wave(22050, 1, 8, pack(ramp(2205, 1, 8), 8)))
    flac("35467hz.flac", wave(35467, 1, 16, pack(ramp(3547, 1, 16), 16)))
    surround = wave(48000, 6, 16, pack(ramp(4800, 6, 16), 16), mask=0x3F)
    flac("surround-5.1.flac", surround)
    short = wave(44100, 2, 16, pack(ramp(9217, 2, 16), 16))
    flac("stereo.oga", short, "--ogg", "--serial-number", "1", *tags)

    info = b"INFO" + chunk(b"INAM", b"Fixture in C\0") + chunk(b"IART", b"Lathe\0") + chunk(b"ISRC", b"The archive\0")
    write("stereo-16bit.wav", wave(44100, 2, 16, pack(ramp(2000, 2, 16), 16), extra=chunk(b"LIST", info)))
    write("mono-8bit.wav", wave(8000, 1, 8, pack(ramp(801, 1, 8), 8)))
    write("stereo-24bit.wav", wave(192000, 2, 24, pack(ramp(2000, 2, 24), 24)))
    in32 = [value << 8 for value in ramp(1000, 2, 24)]
    write("24bit-in-32.wav", wave(48000, 2, 32, pack(in32, 32), mask=0x3, valid=24))
    write("surround-5.1.wav", surround)
    floats = array.array("f", [value / 2**31 for value in ramp(1500, 2, 32)]).tobytes()
    write("stereo-float.wav", wave(48000, 2, 32, floats, tag=3))
    doubles = array.array("d", [value / 2**31 for value in ramp(700, 1, 32)]).tobytes()
    write("mono-double.wav", wave(48000, 1, 64, doubles, tag=3))

    ffmpeg("stereo.rf64", "stereo-16bit.wav", "-f", "wav", "-rf64", "always")
    ffmpeg("stereo.w64", "stereo-16bit.wav", "-f", "w64")
    ffmpeg("stereo.aiff", "stereo-16bit.wav")
    ffmpeg("stereo-24bit.aiff", "stereo-24bit.wav", "-c:a", "pcm_s24be")
    ffmpeg("stereo-float.aifc", "stereo-float.wav", "-c:a", "pcm_f32be", "-f", "aiff")
    ffmpeg("stereo-little-endian.aifc", "stereo-16bit.wav", "-c:a", "pcm_s16le", "-f", "aiff")

    ffmpeg("lossy.mp3", "stereo-16bit.wav", "-c:a", "libmp3lame", "-b:a", "64k")
    ffmpeg("lossy.m4a", "stereo-16bit.wav", "-c:a", "aac", "-b:a", "64k")
    ffmpeg("lossy.ogg", "stereo-16bit.wav", "-c:a", "libvorbis", "-serial_offset", "1")
    ffmpeg("mulaw.wav", "mono-8bit.wav", "-c:a", "pcm_mulaw")


main()
