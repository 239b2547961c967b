"""The share of Thai 3-grams that readers of PDF lose and invent.

    python3 benches/thai/compare.py --setup        makes benches' environment
    python3 benches/thai/compare.py RUAM FOLDER [--differences] [FILE…]

RUAM is the program, FOLDER has the PDFs; what they say is told by
`reference.py`. ruam, pdftotext, mutool and PDFium read the same files in the
same run.

A 3-gram is three Thai letters or marks in a row: white space and what has no
width removed, SARA AM composed, the marks of a letter in one order. Digits count
as no Thai: fonts draw the one kind for the other.

Readers put the parts of a page in another order, and rightly so, but none may
change what stands in a part. So the reference's 3-grams are counted run by run
(text without a gap on one baseline), the reader's over the whole text of a page:
*missing* are those of the reference that the page of the reader does not have as
often. *Invented* are those of the reader that the reference does not have as
often, less those that only join two parts: the end of one run and the beginning
of another, each no more often than the reader's page has joints.
"""

import argparse
import pathlib
import re
import subprocess
import sys
from collections import Counter

HERE = pathlib.Path(__file__).parent
ENVIRONMENT = HERE.parent.parent / "target/thai/venv"
# Letters and marks; no digits, no baht sign.
THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e\uf700-\uf71a\ufffd]+")
WORD = re.compile("^(A|B)(-[A-Z])?-(word|powerpoint)")


def grams(text):
    """The 3-grams of each stretch of Thai."""
    counted = Counter()
    for stretch in THAI.findall(text):
        counted.update(stretch[i : i + 3] for i in range(len(stretch) - 2))
    return counted


def joints(runs):
    """The 3-grams that the end of one run and the beginning of another make."""
    ends, begins, ones = set(), set(), set()
    for run in runs:
        stretches = THAI.findall(run)
        if not stretches:
            continue
        first, last = stretches[0], stretches[-1]
        if run.endswith(last):
            ends.update((last[-1:], last[-2:]))
        if run.startswith(first):
            begins.update((first[:1], first[:2]))
        if len(run) == 1:
            ones.add(run)
    joined = {end + begin for end in ends for begin in begins}
    joined |= {end + one + begin for end in ends for one in ones for begin in begins}
    return {gram for gram in joined if len(gram) == 3}


def ruam(program, path):
    done = subprocess.run([program, "extract", "-q", path, "--text"], capture_output=True)
    return done.stdout.decode().split("\f")


def pdftotext(path):
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")


def mutool(path):
    command = ["mutool", "draw", "-q", "-F", "txt", path]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode().split("\f")


def pdfium(path):
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_bounded() for page in document]


class Score:
    def __init__(self):
        self.wanted = self.found = self.missing = self.invented = 0

    def add(self, wanted, found, missing, invented):
        self.wanted += wanted
        self.found += found
        self.missing += missing
        self.invented += invented

    def shares(self):
        whole = max(self.wanted, 1)
        return f"{self.missing / whole:8.2%} {self.invented / whole:8.2%}"


def compare(runs, text):
    """What a page of a reader misses and invents: 3-grams, counted."""
    import reference

    wanted = Counter()
    for run in runs:
        wanted.update(grams(run))
    text = reference.normalized(text)
    found = grams(text)
    missing = wanted - found
    allowed = joints(runs)
    invented = Counter(
        {gram: count for gram, count in (found - wanted).items() if gram not in allowed}
    )
    return wanted, found, missing, invented


def show(name, page, runs, text, missing, invented):
    """The differences of a page, each with the words it stands in."""
    import reference

    text = reference.normalized(text)

    def around(where, gram):
        at = where.find(gram)
        return where[max(0, at - 8) : at + 11]

    for kind, counted in (("missing", missing), ("invented", invented)):
        for gram, count in sorted(counted.items()):
            places = runs if kind == "missing" else [text]
            context = next((around(run, gram) for run in places if gram in run), "")
            points = " ".join(f"{ord(c):04X}" for c in gram)
            print(f"{name}\tp{page}\t{kind}\t{count}\t{gram}\t{points}\t…{context}…")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--setup", action="store_true")
    parser.add_argument("--differences", action="store_true", help="list those of ruam")
    parser.add_argument("program", nargs="?")
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    if arguments.setup:
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        needed = ["-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"]
        subprocess.run([ENVIRONMENT / "bin/python", *needed], check=True)
        return
    if not arguments.folder or not arguments.folder.is_dir():
        print("NOT RUN: there is no folder of Thai PDFs", file=sys.stderr)
        return
    import reference

    readers = {
        "ruam": lambda path: ruam(arguments.program, path),
        "pdftotext": pdftotext,
        "mutool": mutool,
        "PDFium": pdfium,
    }
    totals = {}
    print(f"{'missing and invented':36} {'3-grams':>8}  " + "  ".join(f"{n:>17}" for n in readers))
    for path in sorted(arguments.folder.glob("*.pdf")):
        if arguments.files and path.name not in arguments.files:
            continue
        pages, evidence, _ = reference.pages(path)
        unknown = sum(run.count(reference.UNKNOWN) for runs in pages for run in runs)
        scores = {name: Score() for name in readers}
        differences = []
        for name, read in readers.items():
            texts = read(path)
            for number, runs in enumerate(pages, 1):
                text = texts[number - 1] if number <= len(texts) else ""
                wanted, found, missing, invented = compare(runs, text)
                sums = [counted.total() for counted in (wanted, found, missing, invented)]
                scores[name].add(*sums)
                if name == "ruam" and (missing or invented):
                    differences.append((path.name, number, runs, text, missing, invented))
        groups = ["all files"]
        groups.append("Word and PowerPoint" if WORD.match(path.name) else "the others")
        for group in groups:
            for name, score in scores.items():
                total = totals.setdefault(group, {}).setdefault(name, Score())
                total.add(score.wanted, score.found, score.missing, score.invented)
        line(path.stem[:36], scores)
        if unknown:
            print(f"    {unknown} characters that the reference does not know")
        if arguments.differences:
            print("    by", dict(evidence))
            for difference in differences:
                show(*difference)
    for group, scores in totals.items():
        line(group, scores)


def line(name, scores):
    wanted = next(iter(scores.values())).wanted
    print(f"{name:36} {wanted:8}  " + "  ".join(score.shares() for score in scores.values()))


if __name__ == "__main__":
    main()
