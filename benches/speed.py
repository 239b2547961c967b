#!/usr/bin/env python3
"""How fast ruam is, against other programs with the same files in the same run,
and how much memory it takes: `speed.py RUAM`.

Every figure is a ratio of medians: the programs run in turn, ruam, the other,
ruam, the other… Prints the tables of benches/README.md. `--setup` installs what
is needed first, `--only NAME` measures some of it, `--growth` draws the plots.
"""

import argparse
import os
import platform
import subprocess
import sys

from speed import growth, setting
from speed.figure import HEAD
from speed.timing import Failed
from speed.works import WORKS as FIGURES

WORKS = {**FIGURES, "growth": growth.measure}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ruam", nargs="?", help="the program, built with the release profile")
    parser.add_argument("--setup", action="store_true", help="install what is needed")
    parser.add_argument("--only", action="append", choices=list(WORKS), help="may be repeated")
    parser.add_argument("--growth", action="store_true", help="also time and memory against size, and their plots")
    parser.add_argument("--runs", type=int, default=7, help="of each program")
    parser.add_argument("--slow-runs", type=int, help="of what takes many seconds; as --runs")
    parser.add_argument("--floor", help="the program of benches/floor.rs; built where not given")
    parser.add_argument("--submissions", type=int, default=8_300, help="to merge: 83,000 need 20 GB")
    parser.add_argument("--files", type=int, default=1_000, help="to ingest")
    return parser.parse_args()


def machine(runs):
    cpu = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    rustc = subprocess.run(["rustc", "--version"], stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    model = cpu[0] if cpu else platform.machine()
    return f"{os.cpu_count()} cores ({model}), {rustc}, medians of {runs} runs."


def main():
    given = arguments()
    if given.setup:
        setting.setup()
    if not given.ruam:
        sys.exit(0 if given.setup else "which program? (see --help)")
    names = given.only or list(WORKS if given.growth else FIGURES)
    missing = setting.install(["pdftotext", "qpdf"])
    if missing:
        sys.exit(f"please install {', '.join(missing)}")
    told = setting.Setting(
        ruam=os.path.abspath(given.ruam),
        floor=os.path.abspath(given.floor or setting.floor()),
        runs=given.runs,
        slow_runs=given.slow_runs or given.runs,
        submissions=given.submissions,
        files=given.files,
    )
    print(f"{machine(given.runs)}\n\n{HEAD}", flush=True)
    failed = False
    for name in names:
        try:
            for figure in WORKS[name](told):
                print(figure.line(), flush=True)
        except Failed as failure:
            setting.not_run(name, failure)
            failed = True
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
