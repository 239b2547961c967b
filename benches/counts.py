#!/usr/bin/env python3
"""How many instructions ruam takes for three small works, which no other
program on the machine changes: `counts.py [--record]`.

Builds ruam and benches/floor.rs with the dev profile, as `.ci/run` has built ruam
for its tests, counts under valgrind, and fails where a work takes more than 5 %
above benches/counts.json. `--record` writes that file. Reading is counted without
a worker process, whose limits let valgrind write nothing.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from speed import setting

ROOT = setting.ROOT
COUNTS = ROOT / "benches/counts.json"
MOST = 1.05
FIXTURES = ROOT / "fixtures"
# What `benches/floor.rs` reads as a worker would.
READ = {
    "read pdf": "pdf/fio/calc-sarabun.pdf",
    "read xlsx": "excel/fio.xlsx",
}
BATCH = "merge the sample batch"


def build():
    """floor and ruam."""
    # What is built in pieces counts differently from build to build.
    os.environ["CARGO_INCREMENTAL"] = "0"
    floor = Path(setting.floor("dev"))
    return floor, floor.parents[1] / "ruam"


def submissions(ruam, folder):
    """The sample batch as it was read, to be merged."""
    found = folder / "read"
    run = [ruam, "ingest", "-q", FIXTURES / "submissions", "--out", found]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    code = subprocess.run(run, **quiet, check=False).returncode
    # It has files that cannot be read, on purpose.
    if code != 2:
        sys.exit(f"exit code {code}: nothing to merge")
    return found


def count(command, allowed):
    """Instructions of a process, in an environment that is always the same."""
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run(
        [shutil.which("env"), "-i", *map(str, [*valgrind, *command])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode not in allowed or not found:
        sys.exit(f"exit code {done.returncode}: {' '.join(map(str, command))}\n{done.stderr[-2000:]}")
    return int(found.group(1))


def works(floor, ruam):
    for name, file in READ.items():
        yield name, count([floor, "here", FIXTURES / file], [0])
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        read = submissions(ruam, folder)
        merge = [ruam, "merge", "-q", "--jobs", "1", read, "--out", folder / "out"]
        yield BATCH, count(merge, [0, 1, 2])


def told():
    """What the counts depend on besides the code."""
    rustc = subprocess.run(["rustc", "--version"], stdout=subprocess.PIPE, text=True, check=True)
    # Some crates search with AVX2 where there is one.
    avx2 = " avx2 " in Path("/proc/cpuinfo").read_text()
    return {"rustc": rustc.stdout.strip(), "machine": platform.machine(), "avx2": avx2}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the counts instead of comparing")
    record = parser.parse_args().record
    if setting.install(["valgrind"]):
        setting.not_run("the counts of instructions", "there is no valgrind")
        return
    known = json.loads(COUNTS.read_text()) if COUNTS.exists() else {"counts": {}}
    here = told()
    for name, value in here.items():
        if not record and known.get(name) != value:
            print(f"{name}: the counts were recorded with {known.get(name)}, this is {value}")
    counts = {}
    too_many = []
    for name, number in works(*build()):
        counts[name] = number
        before = known["counts"].get(name)
        change = f"{number / before - 1:+.2%}" if before else "new"
        print(f"{name}: {number:,} instructions ({change})", flush=True)
        if before and number > before * MOST:
            too_many.append(name)
    if record:
        COUNTS.write_text(json.dumps({**here, "counts": counts}, indent=2) + "\n")
    elif too_many:
        sys.exit(
            f"more than {MOST - 1:.0%} above benches/counts.json: {', '.join(too_many)}\n"
            "Where that is meant: make bench-check RECORD=1"
        )


if __name__ == "__main__":
    main()
