"""What other programs find in the documents of the competition, as JSON for
`cargo bench --bench tables -- --peers`, which runs this.

    python3 benches/tables/peers.py FOLDER AREAS OUT

AREAS has the areas of the tables of each reading of each document. OUT gets,
by program, mode ("structure", "whole") and reading, the tables: page, box in
points from the top left of the page as displayed, and cells with their spans.
Each program runs with its defaults but for the method that its name says.

The areas are tight around the letters, and rules lie outside, up to 57 points
where the last column has short texts. So each method that looks for rules is
given the areas in the way that serves it best: pdfplumber and camelot read the
whole page, and the table that covers an area best counts (the area alone where
there is none); tabula reads areas larger by 6 points on each side. The other
methods read the areas as they are.
"""

import json
import logging
import pathlib
import sys
import warnings

import camelot
import pdfplumber
import tabula

logging.disable(logging.ERROR)
warnings.filterwarnings("ignore")

# By how much areas are larger for tabula's lattice.
FRAME = 6
# Sides this near are the same.
SAME = 1.0


def table(page, box, cells):
    return {"page": page, "bbox": list(box), "cells": cells}


def cell(row, column, text, rows=1, columns=1):
    text = text or ""
    return {"row": row, "column": column, "rows": rows, "columns": columns, "text": text}


def distinct(places):
    """Ascending places, those that are the same once."""
    kept = []
    for place in sorted(places):
        if not kept or SAME < place - kept[-1]:
            kept.append(place)
    return kept


def placed(boxes):
    """Cells from their boxes: a row begins where a cell does."""
    lefts = distinct(box[0] for box, _ in boxes)
    tops = distinct(box[1] for box, _ in boxes)

    def first(starts, place):
        return max(i for i, start in enumerate(starts) if start <= place + SAME)

    def after(starts, place):
        return sum(start < place - SAME for start in starts)

    cells = []
    for (x0, y0, x1, y1), text in boxes:
        row, column = first(tops, y0), first(lefts, x0)
        rows = max(after(tops, y1) - row, 1)
        columns = max(after(lefts, x1) - column, 1)
        cells.append(cell(row, column, text, rows, columns))
    return cells


def largest(tables):
    """Of what is found in an area the largest is its table."""
    return max(tables, key=lambda found: size(found["bbox"]), default=None)


def size(box):
    x0, y0, x1, y1 = box
    return max(x1 - x0, 0) * max(y1 - y0, 0)


def covering(tables, area):
    """The table that covers an area best."""

    def common(found):
        sides = zip(found["bbox"], area["bbox"])
        x0, y0, x1, y1 = (pick(pair) for pick, pair in zip((max, max, min, min), sides))
        both = size([x0, y0, x1, y1])
        return both / (size(found["bbox"]) + size(area["bbox"]) - both)

    here = [found for found in tables if found["page"] == area["page"] and 0 < common(found)]
    return max(here, key=common, default=None)


class Pdfplumber:
    def __init__(self, strategy):
        self.settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
        self.on_pages = strategy == "lines"

    def of_page(self, page):
        for found in page.find_tables(self.settings):
            boxes = [box for row in found.rows for box in row.cells if box]
            texts = [page.crop(box, strict=False).extract_text() for box in boxes]
            yield table(page.page_number, found.bbox, placed(list(zip(boxes, texts))))

    def whole(self, file):
        with pdfplumber.open(file) as document:
            return [found for page in document.pages for found in self.of_page(page)]

    def area(self, file, page, box):
        with pdfplumber.open(file) as document:
            page = document.pages[page - 1]
            part = page.crop(box, strict=False)
            return list(self.of_page(part))


class Camelot:
    def __init__(self, flavor):
        self.flavor = flavor
        self.on_pages = flavor in ("lattice", "auto")

    def read(self, file, **options):
        try:
            found = camelot.read_pdf(str(file), flavor=self.flavor, **options)
        except Exception as error:  # It ends so on pages without text.
            print(f"camelot {self.flavor}, {file.name} {options}: {error}", file=sys.stderr)
            return []
        with pdfplumber.open(file) as document:
            heights = [float(page.height) for page in document.pages]
        tables = []
        for one in found:
            height = heights[one.page - 1]
            x0, y0, x1, y1 = one._bbox
            tables.append(table(one.page, [x0, height - y1, x1, height - y0], self.cells(one)))
        return tables

    @staticmethod
    def cells(found):
        """A cell goes on where no edge parts it from an empty one."""
        grid = found.cells
        filled = lambda row, column: bool(grid[row][column].text.strip())
        cells = []
        for row, line in enumerate(grid):
            for column, one in enumerate(line):
                if not one.text.strip():
                    continue
                last_row, last = row, column
                while (
                    last + 1 < len(line)
                    and not line[last].right
                    and not line[last + 1].left
                    and not filled(row, last + 1)
                ):
                    last += 1
                while (
                    last_row + 1 < len(grid)
                    and not grid[last_row][column].bottom
                    and not grid[last_row + 1][column].top
                    and not filled(last_row + 1, column)
                ):
                    last_row += 1
                spans = (last_row - row + 1, last - column + 1)
                cells.append(cell(row, column, one.text, *spans))
        return cells

    def whole(self, file):
        return self.read(file, pages="all")

    def area(self, file, page, box):
        with pdfplumber.open(file) as document:
            height = float(document.pages[page - 1].height)
        x0, y0, x1, y1 = box
        area = f"{x0},{height - y0},{x1},{height - y1}"
        return self.read(file, pages=str(page), table_areas=[area])


class Tabula:
    on_pages = False

    def __init__(self, method):
        self.options = {method: True}
        self.frame = FRAME if method == "lattice" else 0

    def read(self, file, page, **options):
        found = tabula.read_pdf(
            file, output_format="json", pages=page, silent=True, **self.options, **options
        )
        tables = []
        for one in found:
            box = [one["left"], one["top"], one["right"], one["bottom"]]
            if "lattice" in self.options:
                boxes = [
                    ([c["left"], c["top"], c["left"] + c["width"], c["top"] + c["height"]], c["text"])
                    for row in one["data"]
                    for c in row
                    if 0 < c["width"]
                ]
                cells = placed(boxes)
            else:
                cells = [
                    cell(row, column, c["text"])
                    for row, line in enumerate(one["data"])
                    for column, c in enumerate(line)
                ]
            tables.append(table(page, box, cells))
        return tables

    def whole(self, file):
        with pdfplumber.open(file) as document:
            pages = len(document.pages)
        return [found for page in range(1, pages + 1) for found in self.read(file, page)]

    def area(self, file, page, box):
        x0, y0, x1, y1 = box
        x0, y0, x1, y1 = x0 - self.frame, y0 - self.frame, x1 + self.frame, y1 + self.frame
        return self.read(file, page, area=[y0, x0, y1, x1], guess=False)


PEERS = {
    "pdfplumber lines": Pdfplumber("lines"),
    "pdfplumber text": Pdfplumber("text"),
    "camelot lattice": Camelot("lattice"),
    "camelot stream": Camelot("stream"),
    "camelot network": Camelot("network"),
    "camelot auto": Camelot("auto"),
    "tabula lattice": Tabula("lattice"),
    "tabula stream": Tabula("stream"),
}


def main(folder, areas, out):
    readings = json.loads(areas.read_text())
    found = {}
    for name, peer in PEERS.items():
        print(name, file=sys.stderr)
        structure, whole = {}, {}
        for reading, of_reading in readings.items():
            file = folder / f"{reading.split('/')[0]}.pdf"
            whole[reading] = peer.whole(file)
            structure[reading] = []
            for area in of_reading:
                chosen = covering(whole[reading], area) if peer.on_pages else None
                chosen = chosen or largest(peer.area(file, area["page"], area["bbox"]))
                if chosen:
                    structure[reading].append(chosen)
        found[name] = {"structure": structure, "whole": whole}
    out.write_text(json.dumps(found))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
