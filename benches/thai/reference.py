"""A truthful decoding of Thai PDFs, to measure readers against.

It shares nothing with ruam: pikepdf gives objects and operators, fontTools the
font programs. What a glyph is, is asked of the font program first, of the PDF's
ToUnicode last:

1. its name (`post`, CFF charset), where it names a character;
2. the embedded `cmap`, backwards;
3. what `GSUB` makes it of, where it is an alternate of a glyph in the `cmap`;
4. ToUnicode, but for the lies that ink gives away: a "space" that draws and has
   no advance is nikhahit; a "sara am" of one contour is sara aa, and one without
   advance nikhahit; a letter with marks that is no higher than a letter is the
   letter; and of two glyphs called the same mark, one may be another;
5. its outline: that of a mark of the same font, moved and scaled.

Private-use points are the marks that Windows fonts keep there. A document is
pages of runs: what is shown in one go, or without a gap on one baseline.
"""

import io
import re
from collections import Counter
from functools import cached_property

import pikepdf
from fontTools.agl import toUnicode as of_name
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

AA, AM, NIKHAHIT = "\u0e32", "\u0e33", "\u0e4d"
UNKNOWN = "\ufffd"
MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
TONE = "\u0e48-\u0e4c"

# Private-use points of Thai fonts for Windows.
PRIVATE = {0xF700: 0x0E10, 0xF70F: 0x0E0D, 0xF710: 0x0E31, 0xF711: 0x0E4D, 0xF712: 0x0E47}
for first, last, to in [
    (0xF701, 0xF704, 0x0E34),
    (0xF705, 0xF709, 0x0E48),
    (0xF70A, 0xF70E, 0x0E48),
    (0xF713, 0xF717, 0x0E48),
    (0xF718, 0xF71A, 0x0E38),
]:
    PRIVATE.update({point: to + point - first for point in range(first, last + 1)})

# Outlines this near, as a share of their height, are the same, where every other
# is more than twice as far.
ALIKE = 0.06


# A mark is moved over its letter; some fonts give it the smallest of widths.
NO_WIDTH = 0.002


# A wider gap, in sizes, parts runs.
GAP = 0.5


def unprivate(text):
    return "".join(chr(PRIVATE.get(ord(c), ord(c))) for c in text)


def is_thai(text):
    return any("\u0e01" <= c <= "\u0e5b" for c in text)


def normalized(text):
    """Sara am composed, marks of a letter in one order; white space, digits and
    what has no width left out."""
    text = re.sub(r"[\s\u0000\u00a0\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
    # A tone stands after a vowel mark, and before sara am.
    text = re.sub(
        f"[{MARK}]{{2,}}", lambda m: "".join(sorted(m[0], key=lambda c: "\u0e48" <= c <= "\u0e4c")), text
    )
    text = re.sub(f"{NIKHAHIT}([{TONE}]*){AA}", rf"\1{AM}", text)
    text = re.sub(f"{AM}([{TONE}]+)", rf"\1{AM}", text)
    return text


def mended(text):
    """What is drawn wrongly on purpose: marks twice, half of a sara am lost."""
    text = re.sub(f"([{MARK}{AM}])\\1+", r"\1", text)
    return re.sub(f"([\u0e01-\u0e2e]){UNKNOWN}([{TONE}]?){AA}", rf"\1\2{AM}", text)


class Program:
    """A font program: glyphs by number."""

    def __init__(self, data):
        self.font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0)

    @cached_property
    def order(self):
        return self.font.getGlyphOrder()

    @cached_property
    def named(self):
        """Whether its glyphs have names that mean something."""
        if "CFF " in self.font:
            return True
        return "post" in self.font and self.font["post"].formatType in (1.0, 2.0)

    def name(self, gid):
        return self.order[gid] if gid < len(self.order) else None

    @cached_property
    def characters(self):
        """The characters of each glyph, by name, from the cmap backwards."""
        characters = {}
        if "cmap" in self.font:
            for table in self.font["cmap"].tables:
                if not table.isUnicode():
                    continue
                for point, name in table.cmap.items():
                    characters.setdefault(name, set()).add(chr(point))
        return characters

    @cached_property
    def alternates(self):
        """Glyphs that others are replaced with, and what those stand for."""
        alternates = {}
        if "GSUB" not in self.font or not self.characters:
            return alternates
        table = self.font["GSUB"].table
        lookups = table.LookupList.Lookup if table.LookupList else []
        for lookup in lookups:
            for subtable in lookup.SubTable:
                subtable = getattr(subtable, "ExtSubTable", subtable)
                if subtable.LookupType == 1:
                    for source, target in subtable.mapping.items():
                        alternates.setdefault(target, set()).update(self.characters.get(source, ()))
                elif subtable.LookupType == 4:
                    for source, ligatures in subtable.ligatures.items():
                        for ligature in ligatures:
                            parts = [self.characters.get(n) for n in [source, *ligature.Component]]
                            if all(part and len(part) == 1 for part in parts):
                                joined = "".join(next(iter(part)) for part in parts)
                                alternates.setdefault(ligature.LigGlyph, set()).add(joined)
                elif subtable.LookupType == 2:
                    for source, targets in subtable.mapping.items():
                        if self.characters.get(source) == {AM} and len(targets) == 2:
                            alternates.setdefault(targets[0], set()).add(NIKHAHIT)
                            alternates.setdefault(targets[1], set()).add(AA)
        return alternates

    def outline(self, gid):
        """The contours of a glyph, as lists of points."""
        name = self.name(gid)
        if name is None:
            return []
        glyphs = self.font.getGlyphSet()
        pen = DecomposingRecordingPen(glyphs)
        try:
            glyphs[name].draw(pen)
        except Exception:  # A glyph that the subset does not have.
            return []
        contours = []
        for operator, points in pen.value:
            if operator == "moveTo":
                contours.append([])
            if contours:
                contours[-1].extend(point for point in points if point)
            elif operator == "qCurveTo":
                contours.append([point for point in points if point])
        return contours


def points(outline):
    """Points along the contours of an outline, which is moved to the origin and
    scaled to a height of 1."""
    places = [point for contour in outline for point in contour]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    middle, bottom = (min(xs) + max(xs)) / 2, min(ys)
    height = max(max(ys) - bottom, 1)
    along = []
    for contour in outline:
        for (x, y), (u, v) in zip(contour, contour[1:] + contour[:1]):
            steps = max(round(20 * max(abs(u - x), abs(v - y)) / height), 1)
            for step in range(steps):
                part = step / steps
                along.append(
                    ((x + part * (u - x) - middle) / height, (y + part * (v - y) - bottom) / height)
                )
    return along


def apart(a, b):
    """How far two outlines are apart when moved and scaled onto each other: the
    mean distance from the one to the other, as a share of the height."""
    if len(a) != len(b) or not a:
        return 1.0
    a, b = points(a), points(b)

    def from_to(a, b):
        return sum(min((x - u) ** 2 + (y - v) ** 2 for u, v in b) ** 0.5 for x, y in a) / len(a)

    return max(from_to(a, b), from_to(b, a))


def to_unicode(stream):
    """The map of a ToUnicode CMap: code to text."""
    mapping = {}
    text = stream.read_bytes().decode("latin-1")

    def number(word):
        return int(word, 16)

    def string(word):
        word = re.sub(r"\s", "", word)
        word = word.ljust(-(-len(word) // 4) * 4, "0") if len(word) > 2 else word.rjust(4, "0")
        return bytes.fromhex(word).decode("utf-16-be", "replace")

    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, to in re.findall(r"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>", block):
            mapping[number(code)] = string(to)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        pattern = r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])"
        for first, last, to, listed in re.findall(pattern, block, re.S):
            first, last = number(first), number(last)
            if listed:
                words = re.findall(r"<([0-9A-Fa-f\s]*)>", listed)
                mapping.update({first + i: string(word) for i, word in enumerate(words)})
            else:
                start = string(to)
                for i in range(min(last - first, 0xFFFF) + 1):
                    mapping[first + i] = start[:-1] + chr(ord(start[-1]) + i) if start else ""
    return mapping


class Font:
    """A font of the PDF: codes to characters, with the evidence for each."""

    def __init__(self, dictionary):
        self.composite = dictionary.get("/Subtype") == "/Type0"
        self.outer = dictionary
        self.inner = dictionary.DescendantFonts[0] if self.composite else dictionary
        self.mapping = {}
        if isinstance(dictionary.get("/ToUnicode"), pikepdf.Stream):
            self.mapping = to_unicode(dictionary.ToUnicode)
        self.program = self.open_program()
        self.known = {}
        self.widths = self.read_widths()
        if self.composite:
            encoding = dictionary.get("/Encoding")
            if encoding not in ("/Identity-H", "/Identity-V"):
                raise ValueError(f"encoding {encoding!r} is not read")
            numbers = self.inner.get("/CIDToGIDMap")
            self.gids = numbers.read_bytes() if isinstance(numbers, pikepdf.Stream) else None
        else:
            self.names = self.read_names()

    def open_program(self):
        descriptor = self.inner.get("/FontDescriptor")
        if descriptor is None:
            return None
        for key in ("/FontFile2", "/FontFile3"):
            if key in descriptor:
                data = descriptor[key].read_bytes()
                return Program(data) if data[:4] in (b"\0\1\0\0", b"OTTO", b"true") else None
        return None

    def read_widths(self):
        widths = {}
        if not self.composite:
            first = int(self.outer.get("/FirstChar", 0))
            given = self.outer.get("/Widths", [])
            return {first + i: float(width) for i, width in enumerate(given)}
        listed = list(self.inner.get("/W", []))
        i = 0
        while i + 1 < len(listed):
            first = int(listed[i])
            if isinstance(listed[i + 1], pikepdf.Array):
                widths.update({first + n: float(w) for n, w in enumerate(listed[i + 1])})
                i += 2
            else:
                for cid in range(first, int(listed[i + 1]) + 1):
                    widths[cid] = float(listed[i + 2])
                i += 3
        return widths

    def read_names(self):
        """The names of a simple font's codes, from /Differences."""
        encoding = self.outer.get("/Encoding")
        names, code = {}, 0
        if isinstance(encoding, pikepdf.Dictionary):
            for entry in encoding.get("/Differences", []):
                if isinstance(entry, pikepdf.Name):
                    names[code] = str(entry)[1:]
                    code += 1
                else:
                    code = int(entry)
        return names

    def codes(self, data):
        if self.composite:
            return [data[i] << 8 | data[i + 1] for i in range(0, len(data) - 1, 2)]
        return list(data)

    def width(self, code):
        default = float(self.inner.get("/DW", 1000)) if self.composite else 0.0
        return self.widths.get(code, default) / 1000

    def character(self, code):
        """The text of a code and the evidence for it."""
        if code not in self.known:
            text, evidence = (self.of_composite if self.composite else self.of_simple)(code)
            self.known[code] = (unprivate(text), evidence)
        return self.known[code]

    def of_simple(self, code):
        if code in self.mapping:
            return self.mapping[code], "ToUnicode"
        if code in self.names:
            text = of_name(self.names[code])
            if not text and any(is_thai(of_name(name)) for name in self.names.values()):
                return bytes([code]).decode("cp874", "replace"), "TIS-620"
            return text or UNKNOWN, "name of the code"
        return bytes([code]).decode("cp1252", "replace"), "WinAnsi"

    def of_composite(self, cid):
        gid = self.gid(cid)
        said = self.mapping.get(cid, "").strip("\0")
        if self.program:
            name = self.program.name(gid)
            if self.program.named and name:
                text = of_name(name.split(".")[0])
                if is_thai(unprivate(text)):
                    return text, "name"
            for evidence, of in (
                ("cmap", self.program.characters),
                ("GSUB", self.program.alternates),
            ):
                found = of.get(name)
                if found:
                    return self.one_of(found, said), evidence
            contours = self.program.outline(gid)
            if said.strip() == "" and said and contours and self.width(cid) == 0:
                return NIKHAHIT, "ink of a space"
            if unprivate(said) == AM and len(contours) == 1:
                return AA, "ink of a sara am"
            if unprivate(said) == AM and self.width(cid) <= NO_WIDTH:
                return NIKHAHIT, "ink of a sara am"
            if re.fullmatch(f"[\u0e01-\u0e2e][{MARK}]+", said) and not self.rises(contours):
                return said[0], "ink of a cluster"
            if not said or UNKNOWN in said or cid in self.disputed:
                text = self.by_shape(cid, contours)
                return (text, "shape") if text else (said or UNKNOWN, "nothing")
        return said or UNKNOWN, "ToUnicode"

    def rises(self, contours):
        """Whether a letter is as high, or as deep, as with a mark: those of most
        letters end where those of the others do."""
        top, bottom = extent(contours)
        letters = [self.program.outline(self.gid(cid)) for cid in self.letters]
        extents = sorted(extent(letter) for letter in letters if letter)
        usual = extents[len(extents) // 2][0] if extents else top
        deep = sorted(bottom for _, bottom in extents)
        usual_bottom = deep[len(deep) // 2] if deep else bottom
        return 1.2 * usual < top or bottom < usual_bottom - 0.2 * usual

    @cached_property
    def letters(self):
        """The codes that are called a consonant, alone or with marks."""
        return [
            cid
            for cid, said in self.mapping.items()
            if re.fullmatch(f"[\u0e01-\u0e2e][{MARK}]*", said) and said[0] not in "ปฝฟฬฎฏญฐ"
        ]

    @cached_property
    def marks(self):
        """The codes that are called a mark: their mark and outline."""
        marks = {}
        for cid, said in self.mapping.items():
            outline = self.program.outline(self.gid(cid))
            if re.fullmatch(f"[{MARK}]", unprivate(said)) and outline:
                marks[cid] = (unprivate(said), outline)
        return marks

    @cached_property
    def disputed(self):
        """Of two glyphs that are called the same mark and look different, the
        one that looks like another mark."""
        disputed = set()
        for cid, (mark, outline) in self.marks.items():
            same = [apart(outline, o) for c, (m, o) in self.marks.items() if m == mark and c != cid]
            other = [apart(outline, o) for m, o in self.marks.values() if m != mark]
            if same and other and ALIKE < min(same) and 2 * min(other) < min(min(same), 2 * ALIKE):
                disputed.add(cid)
        return disputed

    def by_shape(self, cid, contours):
        """The mark whose outline this is, clearly more than any other's."""
        others = {}
        for other, (mark, outline) in self.marks.items():
            if other != cid and other not in self.disputed:
                distance = apart(contours, outline)
                others[mark] = min(distance, others.get(mark, 1.0))
        ranked = sorted((distance, mark) for mark, distance in others.items())
        if not ranked or ALIKE < ranked[0][0]:
            return None
        if len(ranked) > 1 and ranked[1][0] < 2 * ranked[0][0]:
            return None
        return ranked[0][1]

    def gid(self, cid):
        if self.gids is None:
            return cid
        return int.from_bytes(self.gids[2 * cid : 2 * cid + 2], "big")

    @staticmethod
    def one_of(found, said):
        """Of several characters the one that ToUnicode says, else a Thai one."""
        if said in found or len(found) == 1:
            return said if said in found else next(iter(found))
        thai = sorted(c for c in found if is_thai(unprivate(c)))
        return (thai or sorted(found))[0]


def extent(contours):
    """The top and the bottom of an outline."""
    ys = [y for contour in contours for _, y in contour]
    return (max(ys), min(ys)) if ys else (0, 0)


class Matrix(tuple):
    def then(self, other):
        a, b, c, d, e, f = self
        g, h, i, j, k, l = other
        return Matrix(
            (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)
        )

    def place(self, x, y):
        a, b, c, d, e, f = self
        return a * x + c * y + e, b * x + d * y + f


ONE = Matrix((1, 0, 0, 1, 0, 0))


class Run:
    """Text on one baseline, without a gap."""

    def __init__(self, start, direction, size):
        self.start = self.end = start
        self.direction = direction
        self.size = size
        self.text = ""

    def goes_on(self, start, direction, size):
        """Whether text that starts there goes on with the run."""
        if sum(a * b for a, b in zip(direction, self.direction)) < 0.99:
            return False
        dx, dy = start[0] - self.end[0], start[1] - self.end[1]
        (u, v), size = self.direction, max(size, self.size, 0.1)
        along, across = dx * u + dy * v, dy * u - dx * v
        return -GAP * size < along < GAP * size and abs(across) < 0.1 * size


class Page:
    """The runs of a page, in the order they are drawn."""

    def __init__(self, fonts, evidence):
        self.fonts = fonts
        self.evidence = evidence
        self.runs = []
        self.drawn = set()

    def read(self, content, resources, matrix, depth=0):
        state = {"font": None, "size": 1.0, "tc": 0.0, "tw": 0.0, "tz": 1.0, "tl": 0.0, "rise": 0.0}
        state["ctm"] = matrix
        stack = []
        tm = tlm = ONE
        for instruction in pikepdf.parse_content_stream(content):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                continue
            operands, operator = instruction.operands, str(instruction.operator)
            if operator == "q":
                stack.append(dict(state))
            elif operator == "Q" and stack:
                state = stack.pop()
            elif operator == "cm":
                state["ctm"] = Matrix(map(float, operands)).then(state["ctm"])
            elif operator == "BT":
                tm = tlm = ONE
            elif operator == "Tf":
                state["font"] = self.font(resources, operands[0])
                state["size"] = float(operands[1])
            elif operator in ("Tc", "Tw", "TL", "Ts"):
                key = {"Tc": "tc", "Tw": "tw", "TL": "tl", "Ts": "rise"}[operator]
                state[key] = float(operands[0])
            elif operator == "Tz":
                state["tz"] = float(operands[0]) / 100
            elif operator in ("Td", "TD"):
                x, y = map(float, operands)
                if operator == "TD":
                    state["tl"] = -y
                tm = tlm = Matrix((1, 0, 0, 1, x, y)).then(tlm)
            elif operator == "Tm":
                tm = tlm = Matrix(map(float, operands))
            elif operator == "T*":
                tm = tlm = Matrix((1, 0, 0, 1, 0, -state["tl"])).then(tlm)
            elif operator in ("'", '"'):
                if operator == '"':
                    state["tw"], state["tc"] = float(operands[0]), float(operands[1])
                tm = tlm = Matrix((1, 0, 0, 1, 0, -state["tl"])).then(tlm)
                tm = self.show([operands[-1]], state, tm)
            elif operator == "Tj":
                tm = self.show([operands[0]], state, tm)
            elif operator == "TJ":
                tm = self.show(operands[0], state, tm)
            elif operator == "Do" and depth < 12:
                self.form(resources, operands[0], state["ctm"], depth)

    def font(self, resources, name):
        dictionary = resources.get("/Font", {}).get(name)
        if dictionary is None:
            return None
        key = dictionary.objgen if dictionary.is_indirect else id(dictionary)
        if key not in self.fonts:
            self.fonts[key] = Font(dictionary)
        return self.fonts[key]

    def form(self, resources, name, matrix, depth):
        form = resources.get("/XObject", {}).get(name)
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
            own = Matrix(map(float, form.get("/Matrix", ONE)))
            self.read(form, form.get("/Resources", resources), own.then(matrix), depth + 1)

    def show(self, parts, state, tm):
        font, size = state["font"], state["size"]
        if font is None:
            return tm
        scale = state["tz"]
        shown, first, end = [], None, None
        for part in parts:
            if not isinstance(part, pikepdf.String):
                # So wide a gap, as by character spacing, parts cells.
                if float(part) < -GAP * 1000 and shown:
                    self.add("".join(shown), first, end)
                    shown, first = [], None
                tm = Matrix((1, 0, 0, 1, -float(part) / 1000 * size * scale, 0)).then(tm)
                continue
            for code in font.codes(bytes(part)):
                if first is None:
                    first = self.placed(state, tm)
                text, evidence = font.character(code)
                self.evidence[evidence] += 1
                shown.append(text)
                advance = font.width(code) * size
                end = self.placed(state, Matrix((1, 0, 0, 1, advance * scale, 0)).then(tm))
                spacing = state["tc"]
                if code == 32 and not font.composite:
                    spacing += state["tw"]
                if GAP * abs(size) < abs(spacing):
                    self.add("".join(shown), first, end)
                    shown, first = [], None
                tm = Matrix((1, 0, 0, 1, (advance + spacing) * scale, 0)).then(tm)
        if shown:
            self.add("".join(shown), first, end)
        return tm

    @staticmethod
    def placed(state, tm):
        """From a glyph of size 1 to the page."""
        size = state["size"]
        own = Matrix((size * state["tz"], 0, 0, size, 0, state["rise"]))
        return own.then(tm).then(state["ctm"])

    def add(self, text, first, end):
        start, stop = first.place(0, 0), end.place(0, 0)
        right = first.place(1, 0)
        length = max(((right[0] - start[0]) ** 2 + (right[1] - start[1]) ** 2) ** 0.5, 1e-6)
        direction = ((right[0] - start[0]) / length, (right[1] - start[1]) / length)
        up = first.place(0, 1)
        size = ((up[0] - start[0]) ** 2 + (up[1] - start[1]) ** 2) ** 0.5
        # Bold by drawing twice: the same text in the same place, or nearly.
        key = (text, round(start[0]), round(start[1]))
        if text.strip() and key in self.drawn:
            return
        around = (-1, 0, 1)
        self.drawn.update((text, key[1] + i, key[2] + j) for i in around for j in around)
        last = self.runs[-1] if self.runs else None
        if last is None or not last.goes_on(start, direction, size):
            last = Run(start, direction, size)
            self.runs.append(last)
        last.text += text
        last.end, last.size = stop, size


def pages(path):
    """The runs of every page, and how often each evidence decided."""
    fonts, evidence = {}, Counter()
    with pikepdf.open(path) as document:
        read = []
        for page in document.pages:
            runs = Page(fonts, evidence)
            runs.read(page, page.obj.get("/Resources", {}) or page.resources, ONE)
            # Several spaces are a gap, which another text may stand in.
            parts = [part for run in runs.runs for part in re.split(r"\s{2,}", run.text)]
            read.append([mended(normalized(mended(part))) for part in parts])
        return read, evidence, fonts
