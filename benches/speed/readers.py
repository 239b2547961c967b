"""The Python peers, each by itself in its own process: `readers.py NAME FILE`
prints how many seconds reading took, without starting Python and importing."""

import logging
import sys
import time
import warnings

logging.disable(logging.ERROR)
warnings.filterwarnings("ignore")


def by_pdfplumber(file):
    import pdfplumber

    def read():
        with pdfplumber.open(file) as document:
            return [page.extract_tables() for page in document.pages]

    return read


def by_camelot(file):
    import camelot

    return lambda: [table.df for table in camelot.read_pdf(file, pages="all", flavor="lattice")]


def by_img2table(file):
    from img2table.document import PDF

    return lambda: PDF(file).extract_tables()


def by_pymupdf(file):
    import pymupdf

    def read():
        with pymupdf.open(file) as document:
            return [[table.extract() for table in page.find_tables().tables] for page in document]

    return read


def by_pymupdf_alone(file):
    import pymupdf

    pymupdf.use_layout(False)
    return by_pymupdf(file)


def by_openpyxl(file):
    import openpyxl

    def read():
        book = openpyxl.load_workbook(file, read_only=True)
        return sum(1 for _ in book.active.iter_rows(values_only=True))

    return read


def by_calamine(file):
    import python_calamine

    def read():
        book = python_calamine.CalamineWorkbook.from_path(file)
        return sum(1 for _ in book.get_sheet_by_index(0).iter_rows())

    return read


# What they are called in the tables.
TABLES = {
    "pdfplumber": "pdfplumber",
    "camelot": "camelot lattice",
    "img2table": "img2table",
    "pymupdf": "PyMuPDF find_tables",
    "pymupdf_alone": "PyMuPDF find_tables, without its layout model",
}
ROWS = {"openpyxl": ("openpyxl, read-only", 25), "calamine": ("python-calamine", 1.5)}


def main(name, file):
    read = globals()[f"by_{name}"](file)
    start = time.perf_counter()
    found = read()
    print(time.perf_counter() - start)
    assert found


if __name__ == "__main__":
    main(*sys.argv[1:])
