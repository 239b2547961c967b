#!/usr/bin/env python3
"""Kills an ingest of 300 files at random moments and lets it go on:
`kill.py BINARY [KILLS [SEED]]`. The dataset has to be that of a run that nobody
killed, byte for byte.

Half of the runs write over the dataset of other files, and one in four is
killed more than once. Prints how many ended well.
"""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = 300
KINDS = [
    "excel/fio.xlsx",
    "excel/fio.ods",
    "excel/fio.xls",
    "excel/fio.xlsb",
    "delimited/fio.csv",
    "form/reordered.xlsx",
    "form/two-sheets.xlsx",
    "damaged/truncated.xlsx",
    "submissions/ส.วป.csv",
    "pdf/fio/typst-sarabun.pdf",
]
OFFICES = ["ส.บก", "ส.นผ", "ส.ตส", "ส.วป", "ส.ธต"]


def batch(folder):
    folder.mkdir()
    for number in range(FILES):
        kind = KINDS[number % len(KINDS)]
        office = OFFICES[number // len(KINDS) % len(OFFICES)]
        name = f"{office} {number:03}{Path(kind).suffix}"
        shutil.copy(ROOT / "fixtures" / kind, folder / name)
    return folder


def start(binary, batch, out):
    return subprocess.Popen(
        [binary, "ingest", batch, "--out", out, "-q", "--write", "csv"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def finish(run):
    _, words = run.communicate()
    if run.returncode != 2:
        sys.exit(f"exit code {run.returncode}: {words.decode()}")


def files(out):
    found = {}
    for path in sorted(out.rglob("*")):
        if path.is_file() and ".ruam" not in path.parts:
            found[str(path.relative_to(out))] = path.read_bytes()
    return found


def left_over(out):
    """What no run may leave behind."""
    return [name for name in ["next", "ready", "spool", "once"] if (out / ".ruam" / name).exists()]


def main():
    binary = sys.argv[1]
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    moments = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 2564)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        inputs = batch(folder / "in")
        before = folder / "before"
        finish(start(binary, ROOT / "fixtures/submissions", before))
        whole, lengths = folder / "whole", []
        for _ in range(2):
            shutil.rmtree(whole, ignore_errors=True)
            begun = time.monotonic()
            finish(start(binary, inputs, whole))
            lengths.append(time.monotonic() - begun)
        length, expected = min(lengths), files(whole)
        print(f"{FILES} files, {length:.1f} s, {len(expected)} outputs", flush=True)
        good = runs = kills = 0
        while kills < times:
            out = folder / "out"
            if runs % 2:
                shutil.copytree(before, out)
            for _ in range(1 if runs % 4 else moments.randint(2, 4)):
                run = start(binary, inputs, out)
                # Often near the end: the moment of the renames is short.
                near = moments.gauss(length * 0.97, length / 30)
                moment = moments.choice([moments.uniform(0, length), near])
                try:
                    run.wait(max(moment, 0))
                except subprocess.TimeoutExpired:
                    run.send_signal(signal.SIGKILL)
                    kills += 1
                run.communicate()
            finish(start(binary, inputs, out))
            runs += 1
            left = left_over(out)
            if files(out) == expected and not left:
                good += 1
            else:
                print(f"run {runs} differs {left}", flush=True)
            shutil.rmtree(out)
        print(f"{good} of {runs} runs gave the same bytes after {kills} kills", flush=True)
        sys.exit(good != runs)


if __name__ == "__main__":
    main()
