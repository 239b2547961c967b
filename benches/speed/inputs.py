"""The files that are read, made under target/speed once and used again."""

import shutil
import subprocess
import sys
import zipfile

from .setting import CORPUS, PYTHON, ROOT, WORK

sys.path.insert(0, str(ROOT / "benches/agencies"))
import measure as agencies  # noqa: E402

# The batch: what is copied, and a byte that may be added at its end any number
# of times. (A zip container gets a comment.)
REPORTS = {
    "delimited/fio.csv": b"\n",
    "excel/fio.xlsx": None,
    "excel/fio.ods": None,
    "excel/fio.xls": b"\0",
    "excel/fio.xlsb": None,
    "delimited/fio-utf16.csv": "\n".encode("utf-16-le"),
    "excel/fio.xlsm": None,
    "pdf/fio/calc-sarabun.pdf": b"\n",
}
LETTERS = "กขคงจฉชซญดตถทธนบปผพฟมยรลวสหอ"
OFFICES = 48


def once(path, make):
    """The path, which `make` makes where it is not there; nothing half made stays."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        print(f"making {path.relative_to(ROOT)}", file=sys.stderr, flush=True)
        part = path.with_name(f"part-{path.name}")
        shutil.rmtree(part, ignore_errors=True)
        make(part)
        part.rename(path)
    return path


def document(name, pages=None):
    """A PDF of the corpus; or its pages over and over, up to so many."""
    source = CORPUS / f"{name}.pdf"
    if pages is None:
        return source
    own = int(subprocess.check_output(["qpdf", "--show-npages", source]))

    def make(out):
        files = [str(source), "1-z"] * (pages // own)
        if pages % own:
            files += [str(source), f"1-{pages % own}"]
        subprocess.run(["qpdf", "--empty", "--pages", *files, "--", out], check=True)

    return once(WORK / "pages" / f"{name}-{pages}.pdf", make)


def apart(name, pages):
    """The same, but no two pages share a thing: each has its own streams and fonts."""
    source = CORPUS / f"{name}.pdf"
    own = int(subprocess.check_output(["qpdf", "--show-npages", source]))

    def make(out):
        folder = WORK / "copies"
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for number in range(-(-pages // own)):
            # A file of another name is another file to qpdf.
            copy = folder / f"{number}.pdf"
            shutil.copyfile(source, copy)
            files += [str(copy), f"1-{min(own, pages - number * own)}"]
        subprocess.run(["qpdf", "--empty", "--pages", *files, "--", out], check=True)
        shutil.rmtree(folder)

    return once(WORK / "pages" / f"{name}-{pages}-apart.pdf", make)


def workbook(rows):
    script = ROOT / "benches/speed/workbook.py"
    # Its name tells the office.
    path = WORK / f"rows/{rows}/ส.ตส.xlsx"
    return once(path, lambda out: subprocess.run([PYTHON, script, str(rows), out], check=True))


def batch(files):
    """So many submissions in six formats, of agencies of 48 offices each."""

    def make(folder):
        for number in range(files):
            agency = code(number // OFFICES, "น")
            within = folder / agency
            if not within.exists():
                within.mkdir(parents=True)
                (within / "profile.json").write_text(profile(agency))
            report, more = list(REPORTS.items())[number % len(REPORTS)]
            source = ROOT / "fixtures" / report
            name = f"{code(number % OFFICES, 'ส')}{source.suffix}".replace("..", ".")
            distinct(source, within / name, number // len(REPORTS), more)

    return once(WORK / f"batch/{files}", make)


def submissions_of(folder):
    """The files of a batch, without the profiles."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".json")


def code(number, first):
    return f"{first}.{LETTERS[number // len(LETTERS) % len(LETTERS)]}{LETTERS[number % len(LETTERS)]}."


def profile(agency):
    offices = [code(office, "ส") for office in range(OFFICES)]
    return agencies.profile(agency, offices)


def distinct(source, to, number, more):
    """A copy that says the same, and differs in bytes from any other."""
    shutil.copyfile(source, to)
    if more is not None:
        with open(to, "ab") as file:
            file.write(more * number)
        return
    with zipfile.ZipFile(to, "a") as container:
        container.comment = f"{number:06}".encode()


def merged(ruam, submissions):
    """The submissions of thousands of agencies, ten offices each: folders `parts`
    and `profiles`."""
    path = WORK / f"merge/{submissions}"
    return once(path, lambda out: agencies.generate(ruam, out, submissions))
