"""How did it go: the question after a delivery, and what was answered."""

from bot.i18n import Translator
from bot.keyboards.nudges import AskScore, ScoreOrder, SkipWord
from bot.screen import Block, Bold, Button, Note, Paragraph, Screen
from bot.services.portal.nudge_models import LOW, ScoreOut, UnscoredOut

MARKS = (range(6), range(6, 11))
"""The marks, in two rows that fit a phone."""

Keyboard = tuple[tuple[Button, ...], ...]


def question(t: Translator, asked: UnscoredOut, active: str | None) -> Screen:
    """`active` is the company that the person acts for now: another is named."""
    blocks: list[Block] = [Paragraph(t("score-ask", number=asked.number)), Note(t("score-scale"))]
    if asked.company_id != active:
        blocks.append(Note(asked.company))
    return Screen(tuple(blocks), _marks(asked.company_id, asked.order_id))


def again(t: Translator, company_id: str, order_id: str, number: str) -> Screen:
    blocks = (Paragraph(t("score-ask", number=number)), Note(t("score-scale")))
    return Screen(blocks, _marks(company_id, order_id))


def given(t: Translator, company_id: str, kept: ScoreOut) -> Screen:
    """The mark is there; a word may follow."""
    asked = t("score-ask-what-was-wrong") if kept.score <= LOW else t("score-ask-word")
    skip = SkipWord(company=company_id, order=kept.order_id, score=kept.score).pack()
    return Screen(
        (_thanks(t, kept.number, kept.score), Paragraph(asked)),
        (*_marks(company_id, kept.order_id, kept.score), (Button(t("score-skip"), skip),)),
    )


def done(t: Translator, company_id: str, order_id: str, number: str, score: int) -> Screen:
    change = AskScore(company=company_id, order=order_id).pack()
    return Screen((_thanks(t, number, score),), ((Button(t("score-change"), change),),))


def heard(t: Translator, score: int) -> Screen:
    """The word is there too."""
    said = t("score-word-passed-on") if score <= LOW else t("score-word-kept")
    return Screen((Paragraph(said),))


def _thanks(t: Translator, number: str, score: int) -> Paragraph:
    return Paragraph((Bold(t("score-thanks", number=number, score=str(score))),))


def _marks(company_id: str, order_id: str, chosen: int | None = None) -> Keyboard:
    def mark(score: int) -> Button:
        label = f"· {score} ·" if score == chosen else str(score)
        return Button(label, ScoreOrder(company=company_id, order=order_id, score=score).pack())

    return tuple(tuple(mark(score) for score in row) for row in MARKS)
