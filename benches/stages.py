#!/usr/bin/env python3
"""Where the time of `ruam extract` goes, stage by stage: `stages.py [FILE…]`.

Builds ruam with frame pointers under target/stages, samples both processes with one
job under perf, and counts each sample for the innermost function that is of a stage:
what a library or the kernel does for one is its own, where the stack tells. Without files those of
benches/speed.py are read, where they are there.
"""

import argparse
import collections
import os
import re
import subprocess
import sys
from pathlib import Path

from speed import inputs, setting
from speed.works import DOCUMENTS, PAGES, ROOM, ROWS_OF_A_BOOK

TARGET = setting.ROOT / "target/stages"
# The first that a function is of counts.
STAGES = {
    "inflate": r"flate2|zlib_rs|zip::",
    "objects": r"lopdf",
    "fonts": r"ruam::pdf::font|select_font",
    "lex and decode": r"ruam::pdf::(lexer|interpret|showing|state|resources|path|clip|stream|actual_text|content)",
    "line breaks": r"ruam::pdf::wraps",
    "tables": r"ruam::pdf::(table|bare|sheets|lines|page::ruled)",
    "words": r"ruam::pdf",
    "cells": r"calamine|quick_xml|ruam::(excel|delimited|package)",
    "normalize": r"ruam::normalize",
    "form": r"ruam::form|ruam::submission::origins::gathered",
    "validate": r"ruam::(rules|schema)",
    "pipe": r"rmp|ruam::worker::(slices|protocol|answer|running|system)",
    "write": r"ruam::output|ruam::cli::(extract|terminal)|serde_json",
}
# Of the C library's own time mostly, which keeps no frame pointers.
OTHER = "memory, start and end"
PATTERNS = {stage: re.compile(pattern) for stage, pattern in STAGES.items()}


def build():
    flags = {"RUSTFLAGS": "-C force-frame-pointers=yes", "CARGO_PROFILE_RELEASE_DEBUG": "line-tables-only"}
    command = ["cargo", "build", "--release", "--locked", "--target-dir", TARGET]
    subprocess.run(command, cwd=setting.ROOT, env={**os.environ, **flags}, check=True)
    return TARGET / "release/ruam"


def files():
    if setting.CORPUS.exists():
        yield from (inputs.document(name, PAGES) for name in DOCUMENTS)
    if setting.PYTHON.exists():
        yield inputs.workbook(ROWS_OF_A_BOOK)


def stage(frames):
    """The stage of a sample, whose innermost function comes first."""
    for function in frames:
        for name, pattern in PATTERNS.items():
            if pattern.search(function):
                return name
    return OTHER


def shares(ruam, file):
    """The part of all samples that each stage has."""
    data = TARGET / "perf.data"
    extract = [ruam, "extract", "-q", "--jobs", "1", *ROOM, file]
    record = ["perf", "record", "-q", "-F", "2000", "--call-graph", "fp", "-o", data, "--", *extract]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # Findings of a report are an exit code of their own.
    if subprocess.run(record, **quiet, check=False).returncode not in (0, 1):
        sys.exit(f"NOT RUN: perf could not record {file}")
    script = ["perf", "script", "--no-inline", "-F", "ip,sym", "-i", data]
    text = subprocess.run(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    samples = [block.splitlines() for block in text.split("\n\n") if block.strip()]
    counts = collections.Counter(map(stage, samples))
    return {name: count / len(samples) for name, count in counts.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    named = parser.parse_args().files or list(files())
    ruam = build()
    told = [shares(ruam, file) for file in named]
    print("| stage | " + " | ".join(file.name for file in named) + " |")
    print("|---|" + "---:|" * len(named))
    for name in [*STAGES, OTHER]:
        if any(name in shares for shares in told):
            print(f"| {name} | " + " | ".join(f"{shares.get(name, 0):.1%}" for shares in told) + " |")


if __name__ == "__main__":
    main()
