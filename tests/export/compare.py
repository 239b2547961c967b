"""The tables of a dataset as other programs read them: Parquet through PyArrow,
against csv and JSON Lines through Python's own readers.

    python3 tests/export/compare.py RUAM

RUAM is the program, built with `--features parquet`. It merges the sample batch,
and every table has to be the same in the three formats: names, types, values.
PyArrow is installed under target/export where it is not there; where it cannot
be, the script says so and nothing is compared.
"""

import csv
import datetime
import decimal
import json
import pathlib
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).parent.parent.parent
ENVIRONMENT = ROOT / "target/export/venv"
TYPES = {
    "string": "text",
    "int64": "integer",
    "decimal128(18, 2)": "decimal",
    "bool": "boolean",
    "date32[day]": "date",
    "list<element: string not null>": "list",
}


def environment():
    """The Python that has PyArrow, or nothing."""
    python = ENVIRONMENT / "bin/python"
    has = [python, "-c", "import pyarrow.parquet"]
    if not (python.exists() and subprocess.run(has, stderr=subprocess.DEVNULL).returncode == 0):
        try:
            venv.create(ENVIRONMENT, with_pip=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        install = [python, "-m", "pip", "install", "--quiet", "pyarrow"]
        if subprocess.run(install).returncode != 0:
            return None
    return python


def kinds():
    """What schemas/tables.md says: table → column → type."""
    tables, columns = {}, None
    for line in (ROOT / "schemas/tables.md").read_text().splitlines():
        if line.startswith("## "):
            columns = tables.setdefault(line[3:], {})
        elif line.startswith("| `") and columns is not None:
            name, kind = line.split("|")[1:3]
            columns[name.strip(" `")] = kind.strip()
    return tables


def guarded(text):
    """Whether the apostrophe before the text is not its own."""
    bare = text.lstrip("'\"\u200b\ufeff\t\r\n\u00a0 ")
    return text[:1] in ("\t", "\r") or bare[:1] in tuple("=+-@＝＋－＠")


def entries(text):
    """The texts of a list that stands in one cell."""
    found = []
    for line in text.split("\n") if text else []:
        if line.startswith(" ") and found:
            found[-1] += "\n" + line[1:]
        else:
            found.append(line)
    return found


def of_csv(text, kind):
    if text.startswith("'") and guarded(text[1:]):
        text = text[1:]
    if kind == "list":
        return entries(text)
    if text == "":
        return None
    if kind == "decimal":
        return decimal.Decimal(text)
    if kind == "integer":
        return int(text)
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    return datetime.date.fromisoformat(text) if kind == "date" else text


def of_json(value, kind):
    if value is None:
        return None
    if kind == "decimal":
        return decimal.Decimal(str(value)).quantize(decimal.Decimal("0.01"))
    return datetime.date.fromisoformat(value) if kind == "date" else value


def compare(folder):
    import pyarrow.parquet

    compared = 0
    for table, columns in kinds().items():
        read = pyarrow.parquet.read_table(folder / f"{table}.parquet")
        types = {field.name: TYPES[str(field.type)] for field in read.schema}
        assert types == columns, f"{table}: {types} is not {columns}"
        lines = read.to_pylist()
        with open(folder / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
            others = [
                {name: of_csv(text, columns[name]) for name, text in line.items()}
                for line in csv.DictReader(file)
            ]
        assert lines == others, f"{table}: csv differs"
        with open(folder / f"{table}.jsonl", encoding="utf-8") as file:
            others = [
                {name: of_json(value, columns[name]) for name, value in json.loads(line).items()}
                for line in file
            ]
        assert lines == others, f"{table}: jsonl differs"
        compared += len(lines)
    assert compared > 400, compared
    print(f"{compared} lines of {len(kinds())} tables are the same in parquet, csv and jsonl")


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    if sys.argv[2:] == ["--here"]:
        return compare(program)
    python = environment()
    if python is None:
        print("NOT RUN: PyArrow cannot be installed, so Parquet was not compared", file=sys.stderr)
        return None
    batch = ROOT / "fixtures/submissions"
    with tempfile.TemporaryDirectory() as out:
        merge = [program, "ingest", batch, "--manifest", batch / "manifest.csv", "-q"]
        code = subprocess.run([*merge, "--out", out], stdout=subprocess.DEVNULL).returncode
        assert code == 2, code
        subprocess.run([program, "export", out, "--write", "parquet,csv,jsonl"], check=True)
        here = [python, __file__, pathlib.Path(out) / "tables", "--here"]
        sys.exit(subprocess.run(here).returncode)


if __name__ == "__main__":
    main()
