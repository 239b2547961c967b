#!/usr/bin/env python3
"""Ingests thousands of files and watches the memory of the parent, which must
not grow with their number: `batch.py BINARY FOLDER [FILES]`.

The files are the reports under fixtures/ in six formats, for agencies of 48
offices each; they are written to FOLDER first, and all of it is removed again.
Memory is VmRSS of the parent, ten times a second; how many files were begun is
read from the lines it prints. Linux only.
"""

import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LETTERS = "กขคงจฉชซญดตถทธนบปผพฟมยรลวสหอ"
OFFICES = 48
REPORTS = [
    "delimited/fio.csv",
    "excel/fio.xlsx",
    "excel/fio.ods",
    "excel/fio.xls",
    "excel/fio.xlsb",
    "delimited/fio-utf16.csv",
    "excel/fio.xlsm",
    "pdf/kinds/plain.pdf",
]


def code(number, first):
    return f"{first}.{LETTERS[number // len(LETTERS) % len(LETTERS)]}{LETTERS[number % len(LETTERS)]}."


def profile(agency):
    known = json.loads((ROOT / "schemas/profiles/fio-2564.json").read_text())
    known["id"] = agency
    known["agency"] = {"code": agency, "name": agency, "aliases": []}
    known["offices"] = [{"code": code(office, "ส"), "aliases": []} for office in range(OFFICES)]
    known["compiling_office"] = None
    for line in known["responsible"]:
        line["offices"] = "all"
    return json.dumps(known, ensure_ascii=False)


def generate(folder, files):
    for number in range(files):
        agency = code(number // OFFICES, "น")
        within = folder / agency
        if not within.exists():
            within.mkdir(parents=True)
            (within / "profile.json").write_text(profile(agency))
        report = ROOT / "fixtures" / REPORTS[number % len(REPORTS)]
        shutil.copy(report, within / f"{code(number % OFFICES, 'ส')}{report.suffix}".replace("..", "."))


def memory(pid):
    """VmRSS and VmHWM, in MiB; nothing where the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return None
    sizes = dict(line.split(":", 1) for line in lines)
    if "VmRSS" not in sizes:
        return None
    return tuple(int(sizes[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))


def main():
    binary, folder, *rest = sys.argv[1:]
    files = int(rest[0]) if rest else 5_000
    folder = Path(folder)
    inputs, out = folder / "in", folder / "out"
    generate(inputs, files)
    child = subprocess.Popen(
        [binary, "ingest", inputs, "--out", out, "--lang", "en"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    begun = 0

    def count():
        nonlocal begun
        for line in child.stderr:
            begun += line.startswith(b"[")

    threading.Thread(target=count, daemon=True).start()
    start, samples = time.monotonic(), []
    while child.poll() is None:
        now = memory(child.pid)
        if now:
            samples.append((begun, time.monotonic() - start, *now))
        time.sleep(0.1)
    code_ = child.returncode
    reading = [sample for sample in samples if sample[0] < files]
    print("| files begun | seconds | VmRSS, MiB |")
    print("|---|---|---|")
    for wanted in [10, 50, 100, 500, *range(1_000, files, 1_000)]:
        first = next((sample for sample in reading if wanted <= sample[0]), None)
        if first:
            print(f"| {first[0]:,} | {first[1]:.1f} | {first[2]:.1f} |")
    fifty = next(sample for sample in reading if 50 <= sample[0])
    last = reading[-1]
    print(f"| {last[0]:,} (end of reading) | {last[1]:.1f} | {last[2]:.1f} |")
    merged = max(sample[2] for sample in samples)
    print(f"| {files:,} (most, the merge included) | {samples[-1][1]:.1f} | {merged:.1f} |")
    ratio = last[2] / fifty[2]
    print(f"exit code {code_}; {last[2]:.1f} / {fifty[2]:.1f} MiB = {ratio:.3f}; peak of all {samples[-1][3]:.1f} MiB")
    listed = json.loads((out / "dataset.json").read_text())["submissions"]
    assert len(listed) == files, len(listed)
    shutil.rmtree(folder)
    sys.exit(0 if ratio <= 1.1 and samples[-1][3] < 200 else 1)


if __name__ == "__main__":
    main()
