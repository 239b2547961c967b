"""A workbook of the form with many rows; runs in the peers' environment:
`workbook.py ROWS OUT`.

Head, names, scores and items are those of fixtures/excel/fio.xlsx: of its
indicators those that have nothing wrong, one after the other and over again.
Measures and results are shorter than there (a row has 1 KB of text, not 4:
100,000 of the long ones are more than ruam reads of one workbook), each with
the number of its row, so that no two cells share one. All texts are shared
strings, as Excel and LibreOffice write them.
"""

import re
import sys
from pathlib import Path

import openpyxl
import xlsxwriter

ROOT = Path(__file__).resolve().parents[2]
HEAD = range(1, 5)
# Without those in which scores, offices or names are at odds.
RIGHT = (5, 8, 9, 10, 11, 12, 13, 14)


def measures(name, weak, number):
    """What is to be done, for each weak item by itself."""
    text = f"1. ทุกสำนัก ชักซ้อมความเข้าใจเรื่อง{name} ครั้งที่ {number}"
    for code, score in weak:
        text += f"\n- หัวข้อ {code} ในปี 2563 ได้คะแนน {score} จึงขอให้สื่อสารให้ผู้ปฏิบัติงาน"
    return text


def result(name, number):
    return (
        f"ผลการดำเนินงาน ดังนี้\n- ได้ชักซ้อมความเข้าใจเรื่อง{name}แล้ว ครั้งที่ {number}"
        "\nปัญหาอุปสรรค ไม่มี\nข้อเสนอแนะ ไม่มี\nความคืบหน้าการดำเนินงาน ร้อยละ 100"
    )


def row(cells, number):
    """A row of the fixture, with texts that are its own."""
    name, weak = cells[1], re.findall(r"([A-Z]\d+) *= *([\d.]+)", cells[5] or "")
    return [*cells[:7], measures(name, weak, number), "ทุกสำนัก", result(name, number)]


def main(rows, out):
    form = openpyxl.load_workbook(ROOT / "fixtures/excel/fio.xlsx").active
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet(form.title)
    for merged in form.merged_cells.ranges:
        if merged.max_row in HEAD:
            text = form.cell(merged.min_row, merged.min_col).value
            bounds = [merged.min_row, merged.min_col, merged.max_row, merged.max_col]
            sheet.merge_range(*(bound - 1 for bound in bounds), text)
    for cells in form.iter_rows(max_row=max(HEAD)):
        for cell in cells:
            if cell.value is not None:
                sheet.write(cell.row - 1, cell.column - 1, cell.value)
    known = [[cell.value for cell in form[number]] for number in RIGHT]
    for number in range(rows):
        sheet.write_row(len(HEAD) + number, 0, row(known[number % len(known)], number + 1))
    book.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
