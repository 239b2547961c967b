"""Whole processes, timed in turn, and the memory of all that they start. Linux
only."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

# How often memory is looked at, in seconds: what is over soon is looked at more often.
SOON, GLANCE = 0.0002, 0.005
MIB = 1 << 20


class Failed(Exception):
    """A program that did not do its work."""


@dataclass
class Peak:
    """The most memory in MiB that one process held, and that all did together."""

    largest: float
    all: float
    seconds: float


def environment():
    """The environment of every process: without what some machines set for old
    builds of OpenBLAS, which slows numpy down."""
    unwanted = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def start(command):
    words = [str(word) for word in command]
    quiet = [(os.POSIX_SPAWN_OPEN, number, "/dev/null", os.O_WRONLY, 0) for number in (1, 2)]
    return os.posix_spawnp(words[0], words, environment(), file_actions=quiet)


def settle(command, status, allowed):
    code = os.waitstatus_to_exitcode(status)
    if code not in allowed:
        shown = " ".join(map(str, command))
        raise Failed(f"exit code {code}: {shown[:400]}")


def process(command, allowed=(0,), before=None):
    """A timer of a whole process; `before` is not timed."""

    def seconds():
        if before:
            before()
        begin = time.monotonic()
        pid = start(command)
        _, status = os.waitpid(pid, 0)
        taken = time.monotonic() - begin
        settle(command, status, allowed)
        return taken

    return seconds


def ruam(command, before=None):
    """A timer of ruam, to which findings are no failure."""
    return process(command, (0, 1), before)


def told(command):
    """A timer of what a process says that it took, in its last line."""

    def seconds():
        done = subprocess.run(
            [str(word) for word in command],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
        return float(done.stdout.split()[-1])

    return seconds


def summed(timers):
    """A timer of several processes, one after the other."""
    return lambda: sum(timer() for timer in timers)


def in_turn(timers, runs):
    """The median seconds of each timer, all of them run in turn: a, b, a, b…"""
    taken = {name: [] for name in timers}
    for number in range(runs):
        for name, timer in timers.items():
            taken[name].append(timer())
        if sys.stderr.isatty():
            print(f"  {number + 1}/{runs}", end="\r", file=sys.stderr, flush=True)
    return {name: statistics.median(of_one) for name, of_one in taken.items()}


def peak(command, allowed=(0, 1)):
    """The most memory that a process and its children hold."""
    begin = time.monotonic()
    pid = start(command)
    highest, together = {}, 0
    while True:
        done, status, used = os.wait4(pid, os.WNOHANG)
        if done:
            break
        now = 0
        for one in family(pid):
            held, most = memory(one)
            now += held
            highest[one] = max(highest.get(one, 0), most)
        together = max(together, now)
        time.sleep(min(GLANCE, SOON + (time.monotonic() - begin) / 50))
    settle(command, status, allowed)
    seconds = time.monotonic() - begin
    largest = max(highest.values(), default=0)
    # What the system says is exact, but begins with what this very process holds.
    if used.ru_maxrss / 1024 > memory(os.getpid())[1]:
        largest = max(largest, used.ru_maxrss / 1024)
    return Peak(largest, max(together, largest), seconds)


def family(pid):
    """A process and all that it started."""
    found = [pid]
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found
    for task in tasks:
        try:
            children = Path(f"/proc/{pid}/task/{task}/children").read_text().split()
        except OSError:
            # It ended just now.
            continue
        for child in children:
            found += family(int(child))
    return found


def memory(pid):
    """VmRSS and VmHWM in MiB; nothing where the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0, 0
    sizes = dict(line.split(":", 1) for line in lines)
    return tuple(int(sizes.get(name, "0 kB").split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
