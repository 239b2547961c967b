"""What is measured: each work yields its figures, in the order of their table."""

import shutil

from . import inputs
from .figure import Figure
from .readers import ROWS, TABLES
from .setting import CORPUS, PYTHON, ROOT, WORK, not_run
from .timing import in_turn, peak, process, ruam, summed, told

DOCUMENTS = ("calc_laksaman", "chromium_sarabun", "reportlab_garuda")
PAGES = 1_000
ROWS_OF_A_BOOK = 100_000
READERS = ROOT / "benches/speed/readers.py"
# A report of 100,000 rows takes four fifths of the memory that a worker may have,
# and on a busy machine most of its time.
ROOM = ["--limit", "memory-mib=8192", "--limit", "total-seconds=900", "--limit", "cpu-seconds=900"]


def have_documents(work):
    if not CORPUS.exists():
        not_run(work, "the documents of ../shared/corpus are not beside the project")
    return CORPUS.exists()


def have_peers(work):
    if not PYTHON.exists():
        not_run(work, "there is no environment with the peers: run with --setup")
    return PYTHON.exists()


def pages(setting):
    """Reading PDFs: as they are, and 1,000 pages long."""
    if not have_documents("pages"):
        return
    extract = [setting.ruam, "extract", "-q"]
    for name in DOCUMENTS:
        short = inputs.document(name)
        taken = in_turn(
            {
                "ruam": ruam([*extract, short]),
                "pdftotext": process(["pdftotext", "-layout", short, "/dev/null"]),
            },
            setting.runs,
        )
        work = f"`extract` of {name}"
        yield Figure(work, "`pdftotext -layout`", taken["ruam"], taken["pdftotext"], most=0.7)
        yield from long_document(setting, f"{work}, {PAGES:,} pages", inputs.document(name, PAGES))


def pages_apart(setting):
    """The same, where no two pages share a stream."""
    if not have_documents("pages-apart"):
        return
    for name in DOCUMENTS:
        work = f"`extract` of {name}, {PAGES:,} pages that share nothing"
        yield from long_document(setting, work, inputs.apart(name, PAGES))


def long_document(setting, work, long):
    extract = [setting.ruam, "extract", "-q"]
    inflated = WORK / "inflated.pdf"
    taken = in_turn(
        {
            "all": ruam([*extract, long]),
            "pdftotext": process(["pdftotext", "-layout", long, "/dev/null"]),
            "one": ruam([*extract, "--jobs", "1", long]),
            "qpdf": process(["qpdf", "--stream-data=uncompress", long, inflated]),
        },
        setting.runs,
    )
    layout, inflating = "`pdftotext -layout`", "`qpdf --stream-data=uncompress`"
    for jobs, against_layout in [("all", 0.35), ("one", 0.6)]:
        told_work = f"{work}, {'all cores' if jobs == 'all' else 'one job'}"
        yield Figure(told_work, layout, taken[jobs], taken["pdftotext"], most=against_layout)
        yield Figure(told_work, inflating, taken[jobs], taken["qpdf"], most=6)


def tables(setting):
    """The tables of a PDF. The peers' time is without starting Python."""
    if not have_documents("tables") or not have_peers("tables"):
        return
    file = inputs.document("calc_laksaman")
    peers = {name: told([PYTHON, READERS, name, file]) for name in TABLES}
    timers = {"ruam": ruam([setting.ruam, "extract", "-q", "--grid", file]), **peers}
    taken = in_turn(timers, setting.slow_runs)
    for name, shown in TABLES.items():
        yield Figure("`extract --grid` of calc_laksaman", shown, taken["ruam"], taken[name], times=50)


def rows(setting):
    """Reading a workbook of many rows."""
    if not have_peers("rows"):
        return
    file = inputs.workbook(ROWS_OF_A_BOOK)
    peers = {name: told([PYTHON, READERS, name, file]) for name in ROWS}
    extract = [setting.ruam, "extract", "-q", *ROOM]
    timers = {
        "report": ruam([*extract, file]),
        "cells": process([setting.floor, "cells", file]),
        "grid": ruam([*extract, "--grid", file]),
        **peers,
    }
    taken = in_turn(timers, setting.slow_runs)
    for ours, shown in [("report", "`extract`"), ("grid", "`extract --grid`")]:
        work = f"{shown} of {ROWS_OF_A_BOOK:,} rows"
        yield Figure(work, "calamine, cells streamed and dropped", taken[ours], taken["cells"], most=1.25)
        for name, (peer, times) in ROWS.items():
            yield Figure(work, peer, taken[ours], taken[name], times=times)


def batch(setting):
    """A folder of submissions: both cores, what isolation costs, and again."""
    folder = inputs.batch(setting.files)
    out, before = WORK / "out", WORK / "before"
    ingest = [setting.ruam, "ingest", "-q", folder, "--out", out]

    def anew():
        # Where files were removed a moment ago, ext4 takes its time to make others.
        if out.exists():
            before.mkdir(exist_ok=True)
            out.rename(before / str(len(list(before.iterdir()))))

    files = inputs.submissions_of(folder)
    each = [ruam([setting.ruam, "extract", "-q", "--jobs", "1", file]) for file in files]
    taken = in_turn(
        {
            "two": ruam([*ingest, "--jobs", "2"], anew),
            "again": ruam([*ingest, "--jobs", "2"]),
            "one": ruam([*ingest, "--jobs", "1"], anew),
            "each": summed(each),
            "check": ruam([setting.ruam, "check", "-q", "--format", "json", "--jobs", "1", *files]),
            "here": process([setting.floor, "here", *files]),
        },
        setting.slow_runs,
    )
    anew()
    shutil.rmtree(before)
    work = f"`ingest` of {len(files):,} files"
    yield Figure(f"{work}, two jobs", "one job", taken["two"], taken["one"], times=1.9)
    yield Figure(f"{work}, two jobs", "`extract` of each, one after the other", taken["two"], taken["each"], times=1.9)
    yield Figure(f"`check` of {len(files):,} files, one job", "the same in one process", taken["check"], taken["here"], most=1.03)
    yield Figure(f"{work} again, nothing changed", "the first time", taken["again"], taken["two"], most=0.05)


def merge(setting):
    """Merging thousands of submissions."""
    folder = inputs.merged(setting.ruam, setting.submissions)
    parts, out = folder / "parts", WORK / "merged"

    def anew():
        shutil.rmtree(out, ignore_errors=True)

    command = [setting.ruam, "merge", "-q", parts, "--profile", folder / "profiles", "--out", out]
    taken = in_turn(
        {
            "ruam": ruam(command, anew),
            "value": process([setting.floor, "json", parts, "value"]),
            "typed": process([setting.floor, "json", parts, "typed"]),
        },
        setting.slow_runs,
    )
    anew()
    work = f"`merge` of {setting.submissions:,} submissions"
    yield Figure(work, "serde_json, each line as `Value`", taken["ruam"], taken["value"], most=1.5)
    yield Figure(work, "serde_json, each line as ruam's own type", taken["ruam"], taken["typed"])


def memory(setting):
    """The most memory held: the largest process, and all together."""
    if have_documents("memory of pages"):
        for name in DOCUMENTS:
            file = inputs.document(name, PAGES)
            held = peak([setting.ruam, "extract", "-q", file])
            room = file.stat().st_size / (1 << 20) + 64
            work = f"`extract` of {name}, {PAGES:,} pages"
            yield Figure(f"{work}, largest process", "the file and 64 MiB", held.largest, room, most=1, unit="MiB")
            yield Figure(f"{work}, all processes", "the file and 64 MiB", held.all, room, unit="MiB")
    if have_peers("memory of rows"):
        file = inputs.workbook(ROWS_OF_A_BOOK)
        dense = peak([setting.floor, "dense", file]).largest
        held = peak([setting.ruam, "extract", "-q", *ROOM, file])
        work = f"`extract` of {ROWS_OF_A_BOOK:,} rows"
        against = "calamine, the sheet held as one range"
        yield Figure(f"{work}, largest process", against, held.largest, dense, most=0.25, unit="MiB")
        yield Figure(f"{work}, all processes", against, held.all, dense, unit="MiB")


WORKS = {
    "pages": pages,
    "pages-apart": pages_apart,
    "tables": tables,
    "rows": rows,
    "batch": batch,
    "merge": merge,
    "memory": memory,
}
