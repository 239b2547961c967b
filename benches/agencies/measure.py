#!/usr/bin/env python3
"""Merges the submissions of thousands of agencies, and says how long it takes
and how much memory: `measure.py BINARY FOLDER [SUBMISSIONS…]`.

Each agency has ten offices, each with the report in fixtures/excel/fio.xlsx as
`ruam extract` gives it, its names and results its own; in every agency one
office disagrees about a score, and one sent its report twice. The submissions
are written to FOLDER first (112 KB each: 9.4 GB for 83,000, and as much again for the
dataset), and all of it is removed again.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OFFICES = [f"ส.{letter}ก." for letter in "กขคงจชดตทน"]
PART = 1_000


def templates(binary):
    """The report as text, with marks for what is an agency's and an office's own."""
    out = subprocess.run(
        [binary, "extract", ROOT / "fixtures/excel/fio.xlsx", "--office", "ส.ตส.", "-q"],
        capture_output=True,
        check=False,
    ).stdout
    report = json.loads(out)
    report["agency"], report["office"], report["office_source"] = "@AGENCY@", "@OFFICE@", "file_name"
    report["source"]["file"], report["source"]["sha256"] = "@FILE@", "@HASH@"
    for finding in report["findings"]:
        finding["file"] = "@FILE@"
    for indicator in report["indicators"]:
        indicator["responsible"] = {"all": True, "offices": [], "unresolved": [], "as_written": "ทุกสำนัก"}
        if indicator["result"]:
            indicator["result"]["actions"].append("ดำเนินการโดย @OFFICE@ ของ @AGENCY@")
    agreeing = json.dumps(report, ensure_ascii=False, separators=(",", ":"))
    report["indicators"][4]["scores"]["2563"] = 85.88
    return agreeing, json.dumps(report, ensure_ascii=False, separators=(",", ":"))


def profile(agency, offices=OFFICES):
    known = json.loads((ROOT / "schemas/profiles/fio-2564.json").read_text())
    known["id"] = agency
    known["agency"] = {"code": agency, "name": agency, "aliases": []}
    known["offices"] = [{"code": office, "aliases": []} for office in offices]
    known["compiling_office"] = None
    for line in known["responsible"]:
        line["offices"] = "all"
    return json.dumps(known, ensure_ascii=False)


def generate(binary, folder, submissions):
    agreeing, other = templates(binary)
    profiles = folder / "profiles"
    profiles.mkdir(parents=True)
    shutil.copy(ROOT / "schemas/catalogs/ita-2563.json", profiles / "ita-2563.json")
    lines = None
    for number in range(submissions // len(OFFICES)):
        if number % PART == 0:
            part = folder / "parts" / f"{number // PART:03}"
            part.mkdir(parents=True)
            lines = open(part / "submissions.jsonl", "w", encoding="utf-8")
        agency = f"น.{number:05}"
        (profiles / f"{number:05}.json").write_text(profile(agency))
        for at, office in enumerate(OFFICES):
            # The last sent what the first says, in another file of the first.
            said = OFFICES[0] if at == 9 else office
            text = other if at == 3 else agreeing
            text = text.replace("@AGENCY@", agency).replace("@OFFICE@", said)
            text = text.replace("@FILE@", f"{agency}/{office}xlsx")
            lines.write(text.replace("@HASH@", f"{number * 10 + at:064x}") + "\n")


def measure(command):
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.monotonic() - start
    return os.waitstatus_to_exitcode(status), seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    binary, folder, *sizes = sys.argv[1:]
    folder = Path(folder)
    print("| submissions | input | time | CPU | peak memory | µs each | KiB each |")
    print("|---|---|---|---|---|---|---|")
    for submissions in map(int, sizes or ["8300", "41500", "83000"]):
        work = folder / str(submissions)
        generate(binary, work, submissions)
        size = sum(path.stat().st_size for path in (work / "parts").rglob("*.jsonl"))
        out = work / "out"
        code, seconds, cpu, peak = measure(
            [binary, "merge", work / "parts", "--profile", work / "profiles", "--out", out, "-q"]
        )
        if code != 1:
            sys.exit(f"exit code {code}")
        check(out, submissions)
        print(
            f"| {submissions:,} | {size / 1e9:.2f} GB | {seconds:.1f} s | {cpu:.1f} s | {peak:.0f} MiB "
            f"| {seconds / submissions * 1e6:.0f} | {peak / submissions * 1024:.2f} |",
            flush=True,
        )
        shutil.rmtree(work)


def check(out, submissions):
    """The dataset has what was planted: one conflict and one duplicate each."""
    agencies = submissions // len(OFFICES)
    counts = {}
    for line in open(out / "findings.jsonl", encoding="utf-8"):
        rule = json.loads(line)["rule"]
        counts[rule] = counts.get(rule, 0) + 1
    for rule in ["value-conflict", "submission-duplicate"]:
        assert counts.get(rule) == agencies, (rule, counts.get(rule), agencies)


if __name__ == "__main__":
    main()
