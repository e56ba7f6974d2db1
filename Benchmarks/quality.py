#!/usr/bin/env python3
"""Scores every rendition of presets against ffmpeg's defaults with two models of hearing.

    Benchmarks/quality.py --lathe .build/release/lathe [--preset music]... [--excerpt 8] MASTER...

Needs PyPI's visqol-python and zimtohrli, and numpy. From each master excerpts are cut, encoded by `lathe transcode` and by
ffmpeg at the same bit rate, decoded, aligned, and scored at 48 kHz: ViSQOL (audio mode) and Zimtohrli, both on the downmix,
as MOS from 1 to 5. CPU is user and system time of that rendition alone, over all excerpts. A rendition that scores lower
than ffmpeg's default by more than the models' own noise (0.05 ViSQOL and 0.02 Zimtohrli together) is marked.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

import numpy
import visqol
import zimtohrli

RATE = 48_000
PEERS = {"aac": ("aac", "m4a"), "mp3": ("libmp3lame", "mp3"), "vorbis": ("libvorbis", "ogg"), "opus": ("libopus", "opus")}


def run(command):
    """Returns the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def samples(path):
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-"]
    return numpy.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, numpy.float32)


def aligned(decoded, original):
    """Both from the sample on at which they agree best, of one length."""
    size = 1 << (len(decoded) + len(original)).bit_length()
    spectrum = numpy.fft.rfft(decoded, size) * numpy.conj(numpy.fft.rfft(original, size))
    lag = int(numpy.argmax(numpy.fft.irfft(spectrum, size)))
    lag -= size if lag > size // 2 else 0
    decoded, original = decoded[max(0, lag):], original[max(0, -lag):]
    length = min(len(decoded), len(original))
    return decoded[:length], original[:length]


class Judge:
    def __init__(self):
        self.visqol = visqol.VisqolApi()
        self.visqol.create(mode="audio")
        self.zimtohrli = zimtohrli

    def scores(self, path, original):
        decoded, original = aligned(samples(path), original)
        by_visqol = self.visqol.measure_from_arrays(original.astype(float), decoded.astype(float), RATE).moslqo
        return float(by_visqol), float(self.zimtohrli.mos_from_signals(original, decoded))


def excerpts(masters, seconds, folder):
    for master in masters:
        probe = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", master]
        duration = float(subprocess.run(probe, check=True, capture_output=True, text=True).stdout)
        for start in numpy.linspace(0, max(0, duration - seconds), max(1, min(6, int(duration // 30)))):
            path = pathlib.Path(folder, f"{pathlib.Path(master).stem}-{int(start)}.wav")
            run(["ffmpeg", "-y", "-ss", start, "-t", seconds, "-i", master, "-c:a", "pcm_s16le", path])
            yield path


def renditions(lathe, preset, item):
    with tempfile.TemporaryDirectory() as folder:
        run([lathe, "transcode", item, "-o", f"{folder}/package", "--preset", preset, "--progress", "none"])
        return json.loads(pathlib.Path(folder, "package", "package.json").read_text())["preset"]["renditions"]


def by_lathe(options, preset, rendition, item, folder):
    package = pathlib.Path(folder, "package")
    cpu = run([options.lathe, "transcode", item, "-o", package, "--preset", preset, "--rendition", rendition,
               "--threads", "1", "--overwrite", "--progress", "none"])
    document = json.loads((package / "package.json").read_text())["renditions"][0]
    made = document.get("progressive") or document["playlist"]
    return cpu, package / made, document["averageBitsPerSecond"] / 1000


def by_ffmpeg(codec, kilobits, item, folder):
    encoder, suffix = PEERS[codec]
    path = pathlib.Path(folder, f"peer.{suffix}")
    cpu = run(["ffmpeg", "-nostdin", "-y", "-i", item, "-c:a", encoder, "-b:a", f"{kilobits}k", path])
    return cpu, path, os.path.getsize(path) * 8 / 1000


def measure(judge, items, make):
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for item in items:
            cpu, path, kilobits = make(item, folder)
            results.append((*judge.scores(path, samples(item)), cpu, kilobits))
    visqols, zimtohrlis, cpus, _ = zip(*results)
    return statistics.mean(visqols), min(visqols), statistics.mean(zimtohrlis), min(zimtohrlis), sum(cpus)


def row(name, scores, note=""):
    mean_visqol, worst_visqol, mean_zimtohrli, worst_zimtohrli, cpu = scores
    print(f"| {name} | {mean_visqol:.3f} ({worst_visqol:.3f}) | {mean_zimtohrli:.3f} ({worst_zimtohrli:.3f}) "
          f"| {cpu:.2f} | {note} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lathe", required=True)
    parser.add_argument("--preset", action="append")
    parser.add_argument("--excerpt", type=float, default=8, help="seconds")
    parser.add_argument("masters", nargs="+")
    options = parser.parse_args()
    judge, peers, isWorse = Judge(), {}, False
    print("| rendition | ViSQOL, mean (worst) | Zimtohrli, mean (worst) | CPU s | |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        items = list(excerpts(options.masters, options.excerpt, folder))
        for preset in options.preset or ["music"]:
            for rendition in renditions(options.lathe, preset, items[0]):
                codec, kilobits = rendition["codec"], rendition.get("kilobitsPerSecond")
                if codec not in PEERS:
                    continue
                if (codec, kilobits) not in peers:
                    peers[codec, kilobits] = measure(judge, items, lambda item, to: by_ffmpeg(codec, kilobits, item, to))
                    row(f"ffmpeg {codec}-{kilobits}", peers[codec, kilobits])
                peer = peers[codec, kilobits]
                name = f"{codec}-{kilobits}"
                scores = measure(judge, items, lambda item, to: by_lathe(options, preset, name, item, to))
                worse = scores[0] < peer[0] - 0.05 and scores[2] < peer[2] - 0.02
                isWorse |= worse
                row(f"{preset} {name}", scores, "WORSE than ffmpeg's default" if worse else "")
    return 1 if isWorse else 0


if __name__ == "__main__":
    sys.exit(main())
