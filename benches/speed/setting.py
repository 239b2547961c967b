"""What a run of the measurements is given, and the tools it needs."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "../shared/corpus/fio"
WORK = ROOT / "target/speed"
PYTHON = WORK / "venv/bin/python"
TOOLS = {"pdftotext": "poppler-utils", "qpdf": "qpdf", "valgrind": "valgrind", "hyperfine": "hyperfine"}


@dataclass
class Setting:
    """The programs, and how often each is run."""

    ruam: str
    floor: str
    runs: int
    slow_runs: int
    submissions: int
    files: int


def not_run(what, why):
    print(f"NOT RUN: {what}: {why}", file=sys.stderr, flush=True)


def install(tools):
    """Installs tools that are missing where that may be done; those missing after."""
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        packages = [TOOLS[tool] for tool in missing]
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], **quiet)
    return [tool for tool in missing if not shutil.which(tool)]


def setup():
    """The tools, and an environment with the Python peers."""
    missing = install(TOOLS)
    if missing:
        sys.exit(f"please install {', '.join(missing)}")
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", PYTHON.parents[1]], check=True)
    needed = Path(__file__).with_name("requirements.txt")
    subprocess.run([PYTHON, "-m", "pip", "install", "-q", "-r", needed], check=True)


def floor(profile=None):
    """The program of benches/floor.rs, built."""
    command = ["cargo", "bench", "--locked", "--bench", "floor", "--no-run", "--message-format=json"]
    command += ["--profile", profile] if profile else []
    built = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    messages = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    found = [
        message["executable"]
        for message in messages
        if message.get("executable") and message["target"]["name"] == "floor"
    ]
    return found[-1]
