"""Makes the seeds of all targets in fuzz/corpus/ from fixtures/, and from the
program's own answers where it is built. Needs nothing but Python 3.

    python3 fuzz/seeds.py [PROGRAM]

What a target reads is said at its head: containers are written as text, PDFs
with their streams inflated, so that what is mutated is not a checksum.
"""

import hashlib
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE.parent / "fixtures"
CORPUS = HERE / "corpus"
# Larger seeds slow the fuzzer more than they teach it.
LARGEST = 200_000


def save(target, data):
    if isinstance(data, str):
        data = data.encode()
    if data and len(data) <= LARGEST:
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def containers():
    for path in sorted(FIXTURES.rglob("*")):
        kind = path.suffix
        if kind == ".xls":
            save("xlsx", path.read_bytes())
        if kind not in (".xlsx", ".xlsm", ".xlsb", ".ods") or not zipfile.is_zipfile(path):
            continue
        text = b""
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                data = archive.read(part)
                # Pictures and themes are long, and nothing reads them.
                if not re.search(r"media/|theme/|Thumbnails|\.png|\.bin$", part.filename) or kind == ".xlsb":
                    text += b"\x1d" + part.filename.encode() + b"\n" + data
        save("xlsx", text)
        if kind in (".xlsx", ".xlsm"):
            save("marked", text)


def objects(data):
    """The objects of a PDF: number, dictionary or value, stream."""
    for found in re.finditer(rb"(\d+) \d+ obj\b", data):
        end = data.find(b"endobj", found.end())
        body = data[found.end() : end]
        start = re.search(rb"stream\r?\n", body)
        if not start:
            yield int(found[1]), body.strip(), None
            continue
        head = body[: start.start()].strip()
        begin = found.end() + start.end()
        raw = data[begin : data.find(b"endstream", begin)]
        try:
            raw = zlib.decompressobj().decompress(raw) if b"FlateDecode" in head else raw
        except zlib.error:
            continue
        yield int(found[1]), head, raw


def unpacked(head, raw):
    """The objects in an object stream."""
    number = lambda key: int(re.search(key + rb"\s+(\d+)", head)[1])
    first = number(rb"/First")
    pairs = [int(word) for word in raw[:first].split()][: 2 * number(rb"/N")]
    starts = pairs[1::2] + [len(raw) - first]
    for at, name in enumerate(pairs[::2]):
        yield name, raw[first + starts[at] : first + starts[at + 1]].strip(), None


def inflated(data):
    """The same PDF without compression."""
    root = re.search(rb"/Root\s+(\d+ \d+ R)", data)
    if b"/Encrypt" in data or b"/Predictor" in data and b"/XRef" not in data or not root:
        return None
    all_objects = []
    for number, head, raw in objects(data):
        if raw is not None and b"/ObjStm" in head:
            all_objects += unpacked(head, raw)
        elif b"/XRef" not in head:
            all_objects.append((number, head, raw))
    out = b"%PDF-1.7\n"
    places = {}
    for number, head, raw in all_objects:
        places[number] = len(out)
        out += b"%d 0 obj\n" % number
        if raw is None:
            out += head
        else:
            head = re.sub(rb"/Length\s+\d+( \d+ R)?", b"", head)
            head = re.sub(rb"/Filter\s*(\[[^]]*\]|/\w+)|/DecodeParms\s*<<[^>]*>>", b"", head)
            out += head.replace(b"<<", b"<</Length %d" % len(raw), 1) + b"stream\n" + raw + b"\nendstream"
        out += b"\nendobj\n"
    table = len(out)
    size = max(places) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        state = b"n" if number in places else b"f"
        out += b"%010d 00000 %s \n" % (places.get(number, 0), state)
    out += b"trailer\n<</Size %d/Root %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, root[1], table)
    return out


def pdfs():
    cmaps, programs = [], []
    for path in sorted(FIXTURES.rglob("*.pdf")):
        data = path.read_bytes()
        if len(data) <= LARGEST // 4:
            save("pdf", data)
        save("pdf", inflated(data) or b"")
        for _, head, raw in objects(data):
            if raw is None:
                continue
            if b"beginbf" in raw or b"begincid" in raw:
                save("cmap", raw)
                cmaps.append(raw)
            elif raw[:4] in (b"\0\1\0\0", b"true", b"OTTO", b"%!PS") or raw[:3] == b"\1\0\4":
                if len(raw) <= LARGEST // 2:
                    programs.append(raw)
            elif re.search(rb"\b(TJ|Tj|re)\b", raw):
                save("content", raw[:20_000])
    names = b"1 a b 65 uni0E01 uni0E33 thothahan maiek 161 A space .notdef"
    for number, program in enumerate(programs):
        cmap = cmaps[number % len(cmaps)] if cmaps else b""
        save("font", b"C Sarabun 4\n%%\n" + cmap + b"\n%%\n\n%%\n" + program)
        save("font", b"S Garuda 32\n%%\n" + cmap + b"\n%%\n" + names + b"\n%%\n" + program)


def texts():
    report = (FIXTURES / "delimited/fio.txt").read_text().lstrip("\ufeff")
    rows = report.split("\n")
    head = next(at for at, row in enumerate(rows) if row.startswith("ที่\t"))
    save("header", "\n".join(rows[: head + 2]))
    for row in rows[head:]:
        save("cells", row.replace("\\n", "\x13"))
        for cell in row.split("\t"):
            save("normalize", cell)
    save("cells", "\n".join(rows[head + 2 : head + 8]))
    for vector in json.loads((FIXTURES / "thai/vectors.json").read_text()):
        save("normalize", vector["input"])
        save("normalize", vector["expected"])
        save("cells", "1\tการปฏิบัติหน้าที่\t1\t2\t1\t" + "\t".join([vector["input"]] * 5))
    for path in sorted((FIXTURES / "rules").glob("*.md")):
        for block in re.findall(r"```csv\n(.*?)```", path.read_text(), re.S):
            save("csv", block)
    for path in sorted((FIXTURES / "rules/twins").rglob("*.csv")):
        save("csv", path.read_bytes())
    for path in sorted((FIXTURES / "delimited").iterdir()):
        save("csv", path.read_bytes()[:20_000])
    for column in json.loads((HERE.parent / "schemas/columns.json").read_text())["columns"]:
        spellings = [text.replace("{year}", "2563") for text in column["spellings"]]
        save("header", "\t".join(spellings))
    schemas = HERE.parent / "schemas"
    for profile in sorted(schemas.glob("profiles/*.json")):
        parts = [profile, schemas / "catalogs/ita-2563.json", schemas / "columns.json"]
        manifest = (FIXTURES / "submissions/manifest.csv").read_text()
        save("profile", "\x1d".join([part.read_text() for part in parts] + [manifest]))
        save("profile", "\x1d".join([profile.read_text(), "", "", manifest]))


def drawings():
    """Tables for the finder, in the encoding of `arbitrary`: the first bytes
    choose the kind of drawing."""
    for kind in range(10):
        choice = struct.pack("<I", (kind << 32) // 10 + 1000)
        save("tables", b"".join(choice + bytes([at * 7 % 60, at * 5 % 60, 9, 11]) * 3 for at in range(40)))


def packed(value):
    """MessagePack, in its short forms where there are; years are numbers there."""
    if value is None or isinstance(value, bool):
        return {None: b"\xc0", False: b"\xc2", True: b"\xc3"}[value]
    if isinstance(value, int):
        return bytes([value]) if 0 <= value < 128 else struct.pack(">Bq", 0xD3, value)
    if isinstance(value, float):
        return struct.pack(">Bd", 0xCB, value)
    if isinstance(value, str):
        text = value.encode()
        return (struct.pack("BB", 0xD9, len(text)) if len(text) < 256 else struct.pack(">BI", 0xDB, len(text))) + text
    short, long, parts = 0x90, 0xDD, value
    if isinstance(value, dict):
        short, long = 0x80, 0xDF
        parts = [part for name, held in value.items() for part in (int(name) if name.isdigit() else name, held)]
    head = bytes([short | len(value)]) if len(value) < 16 else struct.pack(">BI", long, len(value))
    return head + b"".join(map(packed, parts))


def answers(program):
    frame = lambda kind, data: struct.pack("<Q", len(data) + 1) + kind + data
    with tempfile.TemporaryDirectory() as folder:
        batch = str(FIXTURES / "submissions")
        run = [program, "ingest", batch, "--out", folder + "/out"]
        subprocess.run(run, capture_output=True, check=False)
        for line in open(folder + "/out/submissions.jsonl", "rb"):
            entry = json.loads(line)
            kind = "Rejected" if entry["schema"].startswith("ruam.rejection") else "Submission"
            reply = {kind: entry}
            for shape in (reply, {"Marked": {"reply": reply, "problem": None}}):
                answer = frame(b"R", bytes(4) + packed(shape))
                save("protocol", frame(b"P", b"") + frame(b"B", b"PK") + answer)


containers()
pdfs()
texts()
drawings()
program = sys.argv[1] if len(sys.argv) > 1 else str(HERE.parent / "target/release/ruam")
if pathlib.Path(program).exists():
    answers(program)
else:
    print("NOT MADE: seeds of the target protocol: the program is not built", file=sys.stderr)
for folder in sorted(CORPUS.iterdir()):
    print(f"{folder.name}: {len(list(folder.iterdir()))} seeds")
