#!/usr/bin/env python3
"""What the parent holds while it reads a large batch.

    python3 benches/memory/batch.py target/release/ruam [FILES]

Ingests FILES copies (5,000 unless told) of the files below fixtures/, each under a
name of its own, and samples the parent's resident memory: after 50 results, and as
the last file is read, before the merge begins. Linux only.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".pdf"}


def resident(process):
    """Resident memory in KiB; none when the process is gone."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return None
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else None


def main():
    program = os.path.abspath(sys.argv[1])
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000
    folders = [ROOT / "fixtures" / name for name in ("submissions", "excel")]
    sources = sorted(p for f in folders for p in f.rglob("*") if p.suffix in KINDS)
    with tempfile.TemporaryDirectory() as folder:
        batch, out = Path(folder, "in"), Path(folder, "out")
        for number in range(files):
            source = sources[number % len(sources)]
            place = batch / f"{number // 100:03}"
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, place / f"{number:05}-{source.name}")
        results = out / ".ruam" / "results"
        process = subprocess.Popen(
            [program, "ingest", batch, "--out", out, "--quiet"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        early, last, merged, seen = None, 0, 0, 0
        while process.poll() is None:
            memory = resident(process)
            if seen < files:
                names = list(results.iterdir()) if results.is_dir() else []
                seen = len(names) + len(list((out / ".ruam" / "once").glob("*")))
            if memory and seen >= 50 and early is None:
                early = memory
            if memory and seen < files:
                last = memory
            merged = max(merged, memory or 0)
            time.sleep(0.02)
        print(f"files {files}, exit code {process.returncode}")
        print(f"after 50 files       {early / 1024:7.1f} MiB")
        print(f"at the last file     {last / 1024:7.1f} MiB = {last / early:.2f} times")
        print(f"most, merge included {merged / 1024:7.1f} MiB")


main()
