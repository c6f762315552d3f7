"""A plan as PDF, to print and to tick off."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from coach.plan.as_markdown import effort
from coach.plan.pace import describe_pace
from coach.plan.plan import DONE, OPEN, SKIPPED, Plan, PlannedStep
from coach.wording import say

_REGULAR, _BOLD = "Vera", "VeraBd"
_INK, _ACCENT, _PALE = "#1f2933", "#1f5f8b", "#61707d"
_SIGNS = {OPEN: "\N{LOWER RIGHT DROP-SHADOWED WHITE SQUARE}", DONE: "\N{HEAVY CHECK MARK}", SKIPPED: "\N{HEAVY BALLOT X}"}
"""A box, a tick and a cross in ZapfDingbats, which every PDF viewer has."""


_ROOM_FOR_PHASE, _ROOM_FOR_STEP = 140, 85
"""Points that must be free under a heading, or it goes to the next page."""


def as_pdf(plan: Plan) -> bytes:
    """The plan on pages of A4. The same plan makes the same bytes; a character that the font lacks is shown as a question mark."""
    from reportlab.lib.pagesizes import A4  # reads fonts and settings when imported
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    _letters()
    file = BytesIO()
    margin = 20 * mm
    margins = {f"{side}Margin": margin for side in ("left", "right", "top", "bottom")}
    document = SimpleDocTemplate(file, pagesize=A4, title=say("plan.title"), author="Career Coach", invariant=1, **margins)
    document.build(list(_content(plan)), onFirstPage=_foot, onLaterPages=_foot)
    return file.getvalue()


def _content(plan: Plan) -> Iterator[Any]:
    from reportlab.platypus import CondPageBreak

    yield _paragraph(say("plan.title"), "title")
    yield _paragraph(say("plan.progress", done=plan.done, total=plan.total, hours=plan.hours_left, made=plan.made), "note")
    yield _paragraph(describe_pace(plan.pace), "note")
    for phase in plan.phases:
        yield CondPageBreak(_ROOM_FOR_PHASE)
        yield _paragraph(phase.title, "phase")
        for step in phase.steps:
            yield from _step(step)
    if plan.left_out:
        yield _paragraph(say("plan.left_out"), "phase")
        for step in plan.left_out:
            yield _paragraph(f"{step.title} ({effort(step)})", "detail")
    yield _paragraph(say("plan.estimate"), "end")
    yield _paragraph(f"{say('plan.source_label')}: {plan.article.title}, {plan.article.publisher}, {plan.article.url}", "note")


def _step(step: PlannedStep) -> Iterator[Any]:
    from reportlab.platypus import CondPageBreak

    yield CondPageBreak(_ROOM_FOR_STEP)
    yield _paragraph(step.title, "step", aside=effort(step), sign=_SIGNS[step.status])
    yield _paragraph(step.do, "detail")
    for label, text in ((say("plan.why"), step.why), (say("plan.done_when"), step.done_when)):
        yield _paragraph(text, "detail", label=label)
    yield _paragraph(f"{say('plan.source_label')}: {step.source}", "source")


def _paragraph(text: str, style: str, *, aside: str = "", label: str = "", sign: str | None = None) -> Any:
    from reportlab.platypus import Paragraph

    before = f'<font name="{_BOLD}">{_text(label)}:</font> ' if label else ""
    after = f' <font name="{_REGULAR}" size="8.5" color="{_PALE}">&nbsp;{_text(aside)}</font>' if aside else ""
    return Paragraph(f"{before}{_text(text)}{after}", _styles()[style], bulletText=sign)


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont(_REGULAR, 8)
    canvas.setFillColor(_PALE)
    canvas.drawRightString(document.pagesize[0] - document.rightMargin, document.bottomMargin / 2, str(document.page))


def _text(text: str) -> str:
    """A text in one line, with nothing in it that is read as markup, in letters that the font has."""
    known = _letters()
    return escape("".join(letter if letter in known else "?" for letter in " ".join(text.split())))


@functools.lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    """Make the fonts known that come with reportlab, and say which letters they have."""
    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(reportlab.__file__).parent / "fonts"
    fonts = [TTFont(name, str(folder / f"{name}.ttf")) for name in (_REGULAR, _BOLD)]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return frozenset.intersection(*(frozenset(map(chr, font.face.charToGlyph)) for font in fonts))


@functools.lru_cache(maxsize=1)
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    base = ParagraphStyle("base", fontName=_REGULAR, fontSize=9, leading=12.5, textColor=_INK)

    sign = {"bulletFontName": "ZapfDingbats", "bulletFontSize": 11, "bulletColor": _ACCENT}

    def style(name: str, **changes: Any) -> ParagraphStyle:
        return ParagraphStyle(name, parent=base, **changes)

    return {
        "title": style("title", fontName=_BOLD, fontSize=18, leading=23, textColor=_ACCENT, spaceAfter=8),
        "note": style("note", textColor=_PALE, spaceAfter=2),
        "end": style("end", textColor=_PALE, spaceBefore=18, spaceAfter=2),
        "phase": style("phase", fontName=_BOLD, fontSize=13, leading=17, textColor=_ACCENT, spaceBefore=16, spaceAfter=6),
        "step": style("step", fontName=_BOLD, fontSize=10, leading=14, leftIndent=18, spaceBefore=6, keepWithNext=1, **sign),
        "detail": style("detail", leftIndent=18, spaceAfter=1),
        "source": style("source", fontSize=7.5, leading=10, leftIndent=18, spaceAfter=4, textColor=_PALE),
    }
