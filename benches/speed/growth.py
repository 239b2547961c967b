"""Time and memory against the size of what is read, with plots for
benches/README.md."""

import shutil

from . import inputs, plot
from .setting import CORPUS, PYTHON, ROOT, WORK, not_run
from .timing import peak
from .works import ROOM

PLOTS = ROOT / "benches/plots"
PAGES = (10, 30, 100, 300, 1_000, 2_000, 5_000)
ROWS = (10, 100, 1_000, 10_000, 100_000)
FILES = (10, 30, 100, 300, 1_000, 3_000, 10_000)
# Small ones may be over before their memory is looked at.
TRIES = 7


def measured(command, size, few):
    """Seconds, the least of a few tries, and the most MiB."""
    tries = [peak(command) for _ in range(TRIES if size <= few else 1)]
    return min(one.seconds for one in tries), max(one.largest for one in tries)


def pages(setting):
    if not CORPUS.exists():
        return not_run("growth with pages", "the documents are not beside the project")
    files = {size: inputs.document("calc_laksaman", size) for size in PAGES}
    ruam = lambda size: [setting.ruam, "extract", "-q", files[size]]
    peer = lambda size: ["pdftotext", "-layout", files[size], "/dev/null"]
    return {"ruam": ruam, "pdftotext -layout": peer}, PAGES, 1_000


def rows(setting):
    if not PYTHON.exists():
        return not_run("growth with rows", "there is no environment with XlsxWriter: run with --setup")
    files = {size: inputs.workbook(size) for size in ROWS}
    ruam = lambda size: [setting.ruam, "extract", "-q", *ROOM, files[size]]
    peer = lambda size: [setting.floor, "dense", files[size]]
    return {"ruam": ruam, "calamine, one range": peer}, ROWS, 10_000


def files(setting):
    folders = {size: inputs.batch(size) for size in FILES}
    out = WORK / "grown"

    def ruam(size):
        shutil.rmtree(out, ignore_errors=True)
        return [setting.ruam, "ingest", "--fresh", "-q", folders[size], "--out", out]

    return {"ruam": ruam}, FILES, 100


def measure(setting):
    """Prints a table of each, and draws it; these are no figures against others."""
    for name, of in {"pages": pages, "rows": rows, "files": files}.items():
        found = of(setting)
        if not found:
            continue
        commands, sizes, few = found
        heads = [f"{program}, {unit}" for program in commands for unit in ("s", "MiB")]
        print(f"\n| {name} | {' | '.join(heads)} |\n|---:|{'---:|' * len(heads)}", flush=True)
        lines = {program: [] for program in commands}
        for size in sizes:
            cells = []
            for program, command in commands.items():
                seconds, mib = measured(command(size), size, few)
                lines[program].append((size, seconds, mib))
                cells += [f"{seconds:.3f}", f"{mib:.0f}"]
            print(f"| {size:,} | {' | '.join(cells)} |", flush=True)
        PLOTS.mkdir(exist_ok=True)
        (PLOTS / f"{name}.svg").write_text(plot.draw(name, lines), encoding="utf-8")
    shutil.rmtree(WORK / "grown", ignore_errors=True)
    return ()
