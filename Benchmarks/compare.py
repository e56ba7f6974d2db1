#!/usr/bin/env python3
"""Runs Lathe beside ffmpeg on one master and prints how they compare.

Every command makes the same thing with the same encoders: AAC, MP3 and Vorbis at 96, 160 and 320 kbit/s in segments
of about 4 s, with HLS and DASH, and MP3 and Vorbis as whole files too. Lathe also measures loudness, waveform and
checksums meanwhile. ffmpeg runs in two arrangements: one command with nine outputs, and nine processes, as many at a
time as there are cores.

Rounds are interleaved: each runs every command once, in an order that rotates, after one round that does not count.
Ratios are Lathe's figure over the other's of the same round, so that a machine that drifts does not matter; printed
are medians, with the least and the largest ratio.

CPU is user and system time of the whole process tree. Memory is the largest sum of resident memory of the tree, read
every 10 ms, or the largest process as the kernel saw it, whichever is more.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

BITRATES = (96, 160, 320)
PAGE = os.sysconf("SC_PAGE_SIZE")


# What runs: each function gives the arguments of one process that writes into {out}.


def lathe(binary, master, out):
    return [binary, "transcode", master, "--output", f"{out}/package", "--progress", "none"]


def inputs(binary, master):
    return [binary, "-nostdin", "-v", "error", "-y", "-i", master, "-vn"]


def aac(bitrates, out, rate):
    arguments = ["-map", "0:a:0"] * len(bitrates) + rate + ["-c:a", "aac"]
    for index, bitrate in enumerate(bitrates):
        arguments += [f"-b:a:{index}", f"{bitrate}k"]
    prefix = f"aac-{bitrates[0]}-$RepresentationID$"
    arguments += ["-f", "dash", "-seg_duration", "4", "-hls_playlist", "1"]
    arguments += ["-hls_master_name", f"aac-{bitrates[0]}.m3u8", "-init_seg_name", f"{prefix}.mp4"]
    arguments += ["-media_seg_name", f"{prefix}-$Number%05d$.m4s"]
    return arguments + [f"{out}/aac-{bitrates[0]}.mpd"]


def mp3(bitrate, out, rate):
    name = f"{out}/mp3-{bitrate}"
    segments = f"[f=segment:segment_time=4:segment_format=mp3:segment_list={name}.m3u8]{name}-%05d.mp3"
    encode = rate + ["-c:a", "libmp3lame", "-b:a", f"{bitrate}k"]
    return ["-map", "0:a:0"] + encode + ["-f", "tee", f"{segments}|[f=mp3]{name}.mp3"]


def vorbis(bitrates, out, rate):
    arguments = ["-map", "0:a:0"] * len(bitrates) + rate + ["-c:a", "libvorbis"]
    for index, bitrate in enumerate(bitrates):
        arguments += [f"-b:a:{index}", f"{bitrate}k"]
    prefix = f"vorbis-{bitrates[0]}-$RepresentationID$"
    names = f"init_seg_name={prefix}-init.webm:media_seg_name={prefix}-$Number%05d$.webm"
    outputs = [f"[f=dash:seg_duration=4:dash_segment_type=webm:{names}]{out}/vorbis-{bitrates[0]}.mpd"]
    outputs += [f"[f=ogg:select={index}]{out}/vorbis-{bitrate}.ogg" for index, bitrate in enumerate(bitrates)]
    return arguments + ["-f", "tee", "|".join(outputs)]


def one_command(binary, master, out, rate):
    command = inputs(binary, master) + aac(BITRATES, out, rate)
    for bitrate in BITRATES:
        command += mp3(bitrate, out, rate)
    return command + vorbis(BITRATES, out, rate)


def nine_processes(binary, master, out, rate):
    """The slowest first, so that none is left alone at the end."""
    commands = []
    for bitrate in reversed(BITRATES):
        for arguments in (aac([bitrate], out, rate), mp3(bitrate, out, rate), vorbis([bitrate], out, rate)):
            commands.append(shlex.join(inputs(binary, master) + arguments))
    words = " ".join(map(shlex.quote, commands))
    return ["sh", "-c", f"printf '%s\\0' {words} | xargs -0 -P {os.cpu_count()} -n 1 sh -c"]


# How it is measured.


def session_memory(session):
    """Resident bytes of every process of a session."""
    total = 0
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = pathlib.Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            total += int(fields[21]) * PAGE
    return total


def first_segment(out):
    """True when a media playlist is there and what it names first is there, too."""
    for playlist in pathlib.Path(out).rglob("*.m3u8"):
        try:
            text = playlist.read_text()
        except OSError:
            continue
        names = re.findall(r'URI="([^"]+)"', text) + re.findall(r"^(?!#).+", text, re.MULTILINE)[:1]
        if "#EXTINF" in text and all((playlist.parent / name).is_file() for name in names):
            return True
    return False


class Run:
    """One command, from its start to its end or to its first playable segment."""

    def __init__(self, command, out, until_first_segment=False):
        self.peak = 0
        started = time.monotonic()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
        if until_first_segment:
            self.wait_for_segment(out)
            self.wall = time.monotonic() - started
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            done = threading.Event()
            sampler = threading.Thread(target=self.sample, args=[done])
            sampler.start()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if not until_first_segment:
            self.wall = time.monotonic() - started
            done.set()
            sampler.join()
            if status != 0:
                sys.exit(f"compare: this failed: {shlex.join(command)}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = max(self.peak, usage.ru_maxrss * 1024) / 1e6

    def sample(self, done):
        while not done.wait(0.01):
            self.peak = max(self.peak, session_memory(self.process.pid))

    def wait_for_segment(self, out):
        for _ in range(60_000):
            if first_segment(out):
                return
            time.sleep(0.001)
        sys.exit("compare: no segment within a minute")


def measure(commands, rounds, until_first_segment):
    """Runs by name of the command; each round every command once."""
    results = {name: [] for name in commands}
    names = list(commands)
    with tempfile.TemporaryDirectory(prefix="lathe-compare-") as base:
        for index in range(-1, rounds):
            turn = max(0, index) % len(names)
            for name in names[turn:] + names[:turn]:
                out = f"{base}/out"
                os.mkdir(out)
                run = Run(commands[name](out), out, until_first_segment)
                shutil.rmtree(out)
                if index >= 0:
                    results[name].append(run)
    return results


# What is printed.


def ratios(ours, theirs, key):
    """The median of the pairs, the least and the largest."""
    values = [getattr(our, key) / getattr(their, key) for our, their in zip(ours, theirs)]
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def table(results, figures):
    """A Markdown table: medians, and the ratios of Lathe's figures to each other's."""
    heads = [f"{label}, {unit}" for _, label, unit, _ in figures] + [f"{label}, ratio" for _, label, *_ in figures]
    print("| command | " + " | ".join(heads) + " |")
    print("|---" * (1 + len(heads)) + "|")
    for name, runs in results.items():
        medians = [(statistics.median(getattr(run, key) for run in runs), digits) for key, *_, digits in figures]
        cells = [f"{median:.{digits}f}" for median, digits in medians]
        cells += ["" if name == "lathe" else ratios(results["lathe"], runs, key) for key, *_ in figures]
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()


def rate_options(ffprobe, master):
    """Masters above 48 kHz are resampled by everybody to the rate of their family."""
    query = [ffprobe, "-v", "error", "-select_streams", "a:0", "-show_entries", "stream=sample_rate", "-of", "json"]
    query.append(master)
    rate = int(json.loads(subprocess.check_output(query))["streams"][0]["sample_rate"])
    return [] if rate <= 48_000 else ["-ar", "44100" if rate % 44_100 == 0 else "48000"]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("master")
    parser.add_argument("--lathe", default=os.environ.get("LATHE", "lathe"), help="the lathe to measure ($LATHE)")
    parser.add_argument(
        "--ffmpeg", default=os.environ.get("FFMPEGS", "ffmpeg"), help="ffmpegs to compare with, after commas ($FFMPEGS)")
    parser.add_argument("--ffprobe", default=os.environ.get("FFPROBE", "ffprobe"), help="($FFPROBE)")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def version(binary):
    return subprocess.check_output([binary, "-version"], text=True).split()[2].split("-")[0]


def main():
    options = parse_arguments()
    rate = rate_options(options.ffprobe, options.master)
    commands = {"lathe": lambda out: lathe(options.lathe, options.master, out)}
    for binary in options.ffmpeg.split(","):
        name = f"ffmpeg {version(binary)}"
        for label, make in (("one command", one_command), ("nine processes", nine_processes)):
            commands[f"{name}, {label}"] = lambda out, binary=binary, make=make: make(binary, options.master, out, rate)
    print(f"{os.path.basename(options.master)}, {options.rounds} rounds, {os.cpu_count()} cores, {platform.release()}\n")
    figures = [("wall", "wall", "s", 2), ("cpu", "CPU", "s", 2), ("memory", "memory", "MB", 0)]
    table(measure(commands, options.rounds, until_first_segment=False), figures)
    print("From the start to the first playable segment and its playlist, the whole ladder running:\n")
    single = {name: make for name, make in commands.items() if "nine" not in name}
    table(measure(single, options.rounds, until_first_segment=True), [("wall", "wall", "s", 3)])


if __name__ == "__main__":
    main()
