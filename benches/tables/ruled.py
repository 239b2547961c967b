"""Which tables of the competition are ruled: the list in
tests/tables/competition.rs.

Of every two cells of the truth that are neighbours (the nearest that is not
blank to the right, or below), does a line or an edge of a rectangle, as
pdfplumber sees them, run between the two, across the middle of the side that
they share? Printed are the shares of neighbours that are parted, across and
down; a table is ruled where both are 1. Needs pdfplumber.

    python3 benches/tables/ruled.py FOLDER
"""

import logging
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

import pdfplumber

logging.disable(logging.ERROR)
# A box of the truth is rounded to points, and tight around the letters.
ROUNDED = 2


def cells_of(region, bottom):
    """Cells that are not blank: rows, columns, and box from the top left."""
    for cell in region.findall("cell"):
        if not re.sub(r"\s", "", "".join(cell.find("content").itertext())):
            continue
        box = {side: float(at) for side, at in cell.find("bounding-box").attrib.items()}
        row, column = int(cell.get("start-row")), int(cell.get("start-col"))
        rows = range(row, int(cell.get("end-row", row)) + 1)
        columns = range(column, int(cell.get("end-col", column)) + 1)
        yield rows, columns, (box["x1"], bottom - box["y2"], box["x2"], bottom - box["y1"])


def neighbours(cells):
    """Pairs of boxes: those side by side, and those one below the other."""
    at = {}
    for number, (rows, columns, _) in enumerate(cells):
        at.update({(row, column): number for row in rows for column in columns})
    for turned in (False, True):
        pairs = set()
        places = sorted(at, key=lambda place: place[::-1] if turned else place)
        for a, b in zip(places, places[1:]):
            if a[turned] == b[turned] and at[a] != at[b]:
                pairs.add((at[a], at[b]))
        yield [(cells[a][2], cells[b][2]) for a, b in pairs]


def are_parted(first, second, edges, axis):
    """Whether an edge across the axis (0: x, 1: y) runs between two boxes."""
    other = 1 - axis
    middle = (max(first[other], second[other]) + min(first[other + 2], second[other + 2])) / 2
    return any(
        first[axis + 2] - ROUNDED <= edge[axis] <= second[axis] + ROUNDED
        and edge[other] <= middle <= edge[other + 2]
        for edge in edges
    )


def main(folder):
    for file in sorted(folder.glob("*-str.xml")):
        name = file.name.removesuffix("-str.xml")
        pdf = folder / f"{name.replace('009b', '009a')}.pdf"
        with pdfplumber.open(pdf) as document:
            for number, table in enumerate(ElementTree.parse(file).findall("table"), 1):
                region = table.find("region")
                page = document.pages[int(region.get("page")) - 1]
                # The cells of eu-015 are counted from the bottom of the page
                # that is not turned.
                bottom = float(page.width if page.rotation else page.height)
                cells = list(cells_of(region, bottom))
                edges = [[e["x0"], e["top"], e["x1"], e["bottom"]] for e in page.edges]
                shares = []
                for axis, pairs in enumerate(neighbours(cells)):
                    upright = [e for e in edges if e[axis] == e[axis + 2]]
                    parted = sum(are_parted(a, b, upright, axis) for a, b in pairs)
                    shares.append(parted / len(pairs))
                ruled = "ruled" if shares == [1, 1] else "-"
                print(f"{name} {number:2} {shares[0]:.2f} {shares[1]:.2f} {ruled}")


main(pathlib.Path(sys.argv[1]))
