#!/usr/bin/env python3
"""Measures the worker with real masters: against `lathe transcode`, and a batch against ffmpeg under xargs.

    Benchmarks/batch.py --lathe .build/release/lathe overhead MASTER... [--rounds 5]
    Benchmarks/batch.py --lathe .build/release/lathe latency MASTER [--rounds 50]
    Benchmarks/batch.py --lathe .build/release/lathe batch MASTER [--clips 1000] [--processes 2] [--ladder aac:96] [--loudness]

overhead: one job from the start of `lathe worker --once` to its end, beside `lathe transcode`, in turn.
latency:  from the start of `lathe enqueue` to the first AAC segment and the playlist that names it, in the store; a
          worker runs and is idle.
batch:    clips of 30 s (the master's content, each with a tag of its own, so that all differ) enqueued as a folder and
          drained by one worker, beside `xargs -P` with ffmpeg making the same renditions of each clip in HLS: the nine of
          the preset music, or those of --ladder with the encoders' defaults. With --loudness ffmpeg also measures
          loudness and true peak, as the worker always does.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ENCODERS = {"aac": ("aac", "aac"), "mp3": ("libmp3lame", "mp3"), "vorbis": ("libvorbis", "ogg")}
MUSIC = [(codec, rate) for codec in ENCODERS for rate in (96, 160, 320)]


def run(command, **options):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL, **options)


def timed(body):
    start = time.monotonic()
    body()
    return time.monotonic() - start


def overhead(options):
    for master in options.masters:
        ratios, alone, working = [], [], []
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory(dir=options.folder) as folder:
                data = f"{folder}/data"
                run([options.lathe, "enqueue", master, "--data", data], stderr=subprocess.DEVNULL)
                alone.append(timed(lambda: run(
                    [options.lathe, "transcode", master, "-o", f"{folder}/package", "--progress", "none"])))
                working.append(timed(lambda: run(
                    [options.lathe, "worker", "--once", "--data", data, "--log-level", "warning"])))
                ratios.append(working[-1] / alone[-1])
        print(f"{pathlib.Path(master).name}: transcode {statistics.median(alone):.2f} s, "
              f"worker {statistics.median(working):.2f} s, ratio {statistics.median(ratios):.3f} "
              f"({min(ratios):.3f} to {max(ratios):.3f})", flush=True)


def latency(options):
    times = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        data = f"{folder}/data"
        run([options.lathe, "enqueue", options.masters[0], "--data", data, "--tenant", "first"],
            stderr=subprocess.DEVNULL)
        worker = subprocess.Popen([options.lathe, "worker", "--data", data, "--log-level", "warning"])
        store = pathlib.Path(data, "store", "tracks")
        wait_for(lambda: any(store.glob("*/*/package.json")) and is_idle(options.lathe, data))
        for number in range(options.rounds):
            known = set(store.glob("*"))
            start = time.monotonic()
            run([options.lathe, "enqueue", options.masters[0], "--data", data, "--tenant", f"t{number}"],
                stderr=subprocess.DEVNULL)
            wait_for(lambda: is_playable(set(store.glob("*")) - known))
            times.append(time.monotonic() - start)
            wait_for(lambda: is_idle(options.lathe, data))
        worker.terminate()
        worker.wait()
    times.sort()
    print(f"enqueue to first playable segment: p50 {statistics.median(times):.3f} s, "
          f"p99 {times[min(len(times) - 1, int(len(times) * 0.99))]:.3f} s, {len(times)} rounds")


def is_playable(tracks):
    for track in tracks:
        for playlist in track.glob("*/aac/96/index.m3u8"):
            named = [line for line in playlist.read_text().splitlines() if line and not line.startswith("#")]
            return bool(named) and (playlist.parent / named[0]).exists()
    return False


def is_idle(lathe, data):
    lines = subprocess.run([lathe, "jobs", "list", "--data", data, "--state", "running", "--state", "available",
                            "--json"], check=True, capture_output=True, text=True).stdout
    return not lines.strip()


def wait_for(condition, limit=120):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("it took too long")
        time.sleep(0.005)


def batch(options):
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        clips = pathlib.Path(folder, "clips")
        clips.mkdir()
        for number in range(options.clips):
            run(["ffmpeg", "-nostdin", "-v", "error", "-i", options.masters[0], "-c:a", "copy", "-metadata",
                 f"title=clip {number}", clips / f"{number}.flac"])
        data = f"{folder}/data"
        memory = []
        preset = pathlib.Path(folder, "ladder.json5")
        preset.write_text(json.dumps({"name": "ladder", "renditions": [
            {"codec": codec, "kilobitsPerSecond": rate} for codec, rate in options.ladder]}))
        chosen = [] if options.ladder == MUSIC else ["--preset", preset]
        enqueueing = timed(lambda: run(
            [options.lathe, "enqueue", clips, "--data", data, *chosen], stderr=subprocess.DEVNULL))
        start = time.monotonic()
        worker = subprocess.Popen([options.lathe, "worker", "--drain", "--data", data, "--log-level", "warning",
                                   "--concurrency", str(options.processes)])
        while worker.poll() is None:
            memory.append(resident(worker.pid))
            time.sleep(1)
        working = time.monotonic() - start
        listing = subprocess.run(
            [options.lathe, "jobs", "list", "--data", data, "--state", "succeeded", "--limit", "1000", "--json"],
            check=True, capture_output=True, text=True).stdout.splitlines()
        script = pathlib.Path(folder, "ffmpeg.sh")
        script.write_text(ffmpeg_script(folder, options))
        names = "\n".join(str(clip) for clip in sorted(clips.iterdir()))
        peer = timed(lambda: run(["xargs", "-P", options.processes, "-n", "1", "sh", script], input=names, text=True))
        memory = [size for size in memory if size]
        quarter = max(1, len(memory) // 4)
        print(f"{options.clips} clips: enqueue {enqueueing:.1f} s, worker {working:.1f} s "
              f"({len(listing)} succeeded), ffmpeg under xargs -P{options.processes} {peer:.1f} s: "
              f"{peer / (enqueueing + working):.2f} times as fast")
        print(f"worker's memory: {statistics.median(memory[:quarter]) / 1e6:.1f} MB in the first quarter, "
              f"{statistics.median(memory[-quarter:]) / 1e6:.1f} MB in the last")


def ffmpeg_script(folder, options):
    lines = ['name=$(basename "$1" .flac)', f'out={folder}/peer/$name', 'mkdir -p "$out"',
             'exec ffmpeg -nostdin -v error -i "$1" \\']
    if options.loudness:
        lines.append("  -map 0:a -af ebur128=peak=true:framelog=verbose -f null - \\")
    for codec, rate in options.ladder:
        encoder, suffix = ENCODERS[codec]
        if suffix == "ogg":
            lines.append(f'  -map 0:a -c:a {encoder} -b:a {rate}k "$out/{rate}.ogg" \\')
        else:
            container = "-hls_segment_type fmp4" if suffix == "aac" else ""
            lines.append(f'  -map 0:a -c:a {encoder} -b:a {rate}k -f hls -hls_time 4 -hls_playlist_type vod {container} '
                         f'-hls_fmp4_init_filename {suffix}-{rate}-init.mp4 "$out/{suffix}-{rate}.m3u8" \\')
    return "\n".join(lines).rstrip("\\ ") + "\n"


def resident(pid):
    try:
        pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0


def ladder(text):
    renditions = [entry.split(":") for entry in text.split(",")]
    return [(codec, int(rate)) for codec, rate in renditions if ENCODERS[codec]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lathe", required=True)
    parser.add_argument("--folder", help="for what is made; its disk is part of what is measured")
    parser.add_argument("what", choices=["overhead", "latency", "batch"])
    parser.add_argument("masters", nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clips", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--ladder", type=ladder, default=MUSIC, metavar="CODEC:RATE,...")
    parser.add_argument("--loudness", action="store_true", help="let ffmpeg measure loudness and true peak, too")
    options = parser.parse_args()
    {"overhead": overhead, "latency": latency, "batch": batch}[options.what](options)


if __name__ == "__main__":
    sys.exit(main())
