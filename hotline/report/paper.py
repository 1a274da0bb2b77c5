"""What a report is put on paper with: headings, tables, bars and lines, in our colours and with a font of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pylopdf_fonts_zh_cn
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
INK, SOFT, LINE, GROUND = (29, 38, 40), (90, 103, 105), (217, 224, 224), (232, 237, 236)
MAIN, GOOD, BAD, WHITE = (20, 89, 92), (29, 100, 56), (168, 35, 29), (255, 255, 255)
WIDTH = 180.0  # between the margins of an A4, in millimetres


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    met: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """``share`` of 100; ``shown`` and ``said`` stand beside it."""

    name: str
    share: float | None
    target: int | None
    shown: str
    said: str
    met: bool | None


def colour(met: bool | None, otherwise: tuple[int, int, int] = INK) -> tuple[int, int, int]:
    return {True: GOOD, False: BAD}.get(met, otherwise) if met is not None else otherwise


class _Sheet(FPDF):
    """With the report's name and the page at the foot."""

    foot = ""

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("sans", size=8)
        self.set_text_color(*SOFT)
        self.cell(WIDTH / 2, 6, self.foot)
        self.cell(WIDTH / 2, 6, f"{self.page_no()} / {{nb}}", align="R")


class Paper:
    def __init__(self, title: str, language: str, made: datetime) -> None:
        self._pdf = _Sheet(format="A4")
        self._pdf.foot = title
        self._pdf.add_font("sans", fname=FONT)
        self._pdf.set_margins(15, 15)
        self._pdf.set_auto_page_break(auto=True, margin=18)
        self._pdf.set_title(title)
        self._pdf.set_lang(language)
        self._pdf.set_creation_date(made)
        self._pdf.add_page()

    def finished(self) -> bytes:
        return bytes(self._pdf.output())

    def title(self, words: str) -> None:
        self._write(words, 20, MAIN, 11)

    def heading(self, words: str) -> None:
        """Never alone at the foot of a page."""
        self._room(40)
        self._pdf.ln(4)
        self._write(words, 13, MAIN, 8)

    def hint(self, words: str) -> None:
        self._write(words, 9, SOFT, 5)
        self._pdf.ln(1)

    def point(self, words: str) -> None:
        self._write(f"· {words}", 9, INK, 5)

    def bars(self, rows: Sequence[Bar]) -> None:
        """From 0 to 100; the line across each is its target."""
        left, scale = 62.0, 0.68
        for row in rows:
            self._room(8)
            top = self._pdf.get_y()
            self._text(0, top, left - 3, row.name, INK, align="R")
            self._box(left, top + 1, 100 * scale, GROUND)
            if row.share is not None:
                self._box(left, top + 1, min(row.share, 100) * scale, colour(row.met, MAIN))
            if row.target is not None:
                self._line(left + row.target * scale, top, left + row.target * scale, top + 7, INK, 0.5)
            self._text(left + 100 * scale + 3, top, 17, row.shown, INK)
            self._text(left + 100 * scale + 20, top, 32, row.said, colour(row.met, SOFT))
            self._pdf.set_y(top + 8)
        self._pdf.ln(2)

    def trend(self, name: str, points: Sequence[tuple[str, float | None, str]], target: int | None) -> None:
        """Month by month from 0 to 100; a month without a number is a gap."""
        self._room(44)
        self._text(0, self._pdf.get_y(), WIDTH, name, INK)
        top, height, left = self._pdf.get_y() + 8, 24.0, 12.0
        step = (WIDTH - left - 12) / max(len(points) - 1, 1)
        for mark in (0, 50, 100):
            y = top + height * (1 - mark / 100)
            self._line(left, y, WIDTH, y, LINE, 0.2)
            self._text(0, y - 3, left - 2, f"{mark}%", SOFT, size=7, align="R")
        if target is not None:
            y = top + height * (1 - target / 100)
            self._pdf.set_dash_pattern(dash=1.5, gap=1)
            self._line(left, y, WIDTH, y, INK, 0.3)
            self._pdf.set_dash_pattern()
        before: tuple[float, float] | None = None
        for place, (label, share, shown) in enumerate(points):
            x = left + 4 + place * step
            self._text(x - step / 2, top + height + 1, step, label, SOFT, size=7, align="C")
            if share is None:
                before = None
                continue
            y = top + height * (1 - share / 100)
            if before is not None:
                self._line(*before, x, y, MAIN, 0.6)
            self._pdf.set_fill_color(*MAIN)
            self._pdf.ellipse(self._pdf.l_margin + x - 0.9, y - 0.9, 1.8, 1.8, style="F")
            if place == len(points) - 1:
                self._text(x - step / 2 - 4, y - 6.5, step + 8, shown, INK, size=8, align="C")
            before = x, y
        self._pdf.set_y(top + height + 9)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[int] | None = None) -> None:
        """The head comes again on each page."""
        wide = tuple(widths or (max(24, 100 - 11 * (len(head) - 1)), *(11 for _ in head[1:])))
        self._pdf.set_font("sans", size=8.5)
        self._pdf.set_text_color(*INK)
        self._pdf.set_draw_color(*LINE)
        with self._pdf.table(
            col_widths=wide, text_align=("LEFT", *("RIGHT" for _ in head[1:])), line_height=5, padding=(0.8, 1),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="", color=SOFT, fill_color=GROUND),
        ) as table:  # fmt: skip
            table.row(head)
            for cells in rows:
                row = table.row()
                for cell in cells:
                    row.cell(cell.text, style=FontFace(color=colour(cell.met), fill_color=WHITE))
        self._pdf.ln(3)

    def formula(self, name: str, shown: str, rows: Sequence[tuple[str, str, str]]) -> None:
        """A figure, and under it a line for each part."""
        self._room(10 + 5 * len(rows))
        self._pdf.ln(1)
        top = self._pdf.get_y()
        self._text(0, top, 130, name, MAIN, size=10)
        self._text(130, top, 50, shown, INK, size=10, align="R")
        self._pdf.set_y(top + 7)
        for label, number, counts in rows:
            top = self._pdf.get_y()
            self._text(4, top - 1, 34, label, SOFT, size=8.5)
            self._text(38, top - 1, 14, number, INK, size=8.5, align="R")
            self._pdf.set_xy(self._pdf.l_margin + 55, top)
            self._style(8.5, INK)
            self._pdf.multi_cell(WIDTH - 55, 4.6, counts, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._pdf.ln(1)
        self._line(0, self._pdf.get_y(), WIDTH, self._pdf.get_y(), LINE, 0.2)

    def _room(self, height: float) -> None:
        if self._pdf.will_page_break(height):
            self._pdf.add_page()

    def _write(self, words: str, size: float, ink: tuple[int, int, int], height: float) -> None:
        self._style(size, ink)
        self._pdf.multi_cell(WIDTH, height, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _text(
        self, x: float, y: float, width: float, words: str, ink: tuple[int, int, int], *, size: float = 9, align: str = "L"
    ) -> None:
        """One line at its place; words that are too long for it are set smaller."""
        self._style(size, ink)
        while size > 5 and self._pdf.get_string_width(words) > width:
            size -= 0.5
            self._pdf.set_font_size(size)
        self._pdf.set_xy(self._pdf.l_margin + x, y)
        self._pdf.cell(width, 7 if size > 7 else 6, words, align=align)

    def _style(self, size: float, ink: tuple[int, int, int]) -> None:
        self._pdf.set_font("sans", size=size)
        self._pdf.set_text_color(*ink)

    def _box(self, x: float, y: float, width: float, fill: tuple[int, int, int]) -> None:
        self._pdf.set_fill_color(*fill)
        self._pdf.rect(self._pdf.l_margin + x, y, width, 5, style="F")

    def _line(self, x1: float, y1: float, x2: float, y2: float, ink: tuple[int, int, int], width: float) -> None:
        self._pdf.set_draw_color(*ink)
        self._pdf.set_line_width(width)
        left = self._pdf.l_margin
        self._pdf.line(left + x1, y1, left + x2, y2)
