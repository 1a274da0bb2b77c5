"""A month's report on paper: a page that stands alone, a PDF with its fonts inside, a table for a spreadsheet."""

import csv
import io
from collections.abc import Callable, Mapping

from hotline.domain.month_report import MonthReport
from hotline.kpi_plain import COLUMNS, table
from hotline.kpi_words import words_in
from hotline.report.page import page
from hotline.report.pdf import pdf


def sheet(report: MonthReport, language: str) -> bytes:
    """A row for each figure of the city, of each department, of each grid. With the mark by which spreadsheets know UTF-8."""
    written = io.StringIO(newline="")
    rows = csv.DictWriter(written, COLUMNS)
    rows.writeheader()
    for board in report.boards:
        rows.writerows(table(board, words_in(language), language))
    return ("\ufeff" + written.getvalue()).encode()


FORMS: Mapping[str, Callable[[MonthReport, str], bytes]] = {"html": page, "pdf": pdf, "csv": sheet}
MIME = {"html": "text/html", "pdf": "application/pdf", "csv": "text/csv"}  # in UTF-8, which whoever sends it adds
