"""A Screen as a rich message: real tables, with buttons in their cells.

The pieces are constructed without aiogram's validation, which tries each of them as each of its 26
kinds, and takes 10 ms for a table: as long as all else in an update. A test validates them instead.
"""

from aiogram.types import (
    CopyTextButton,
    InputRichBlockButtons,
    InputRichBlockDetails,
    InputRichBlockFooter,
    InputRichBlockParagraph,
    InputRichBlockSectionHeading,
    InputRichBlockTable,
    InputRichMessage,
    RichBlockTableCell,
    RichMessageButton,
    RichTextBold,
    RichTextButton,
    RichTextCode,
    RichTextStrikethrough,
    RichTextUrl,
)
from aiogram.types.input_rich_block_union import InputRichBlockUnion
from aiogram.types.rich_text_union import RichTextUnion

from bot.rendering.split import Blocks, split
from bot.rendering.texts import WIDEST_ROW, clean, inlines, label, plain, usable, visible, walk
from bot.screen import (
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Column,
    Details,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Struck,
    Table,
    Text,
)

MOST_CHARACTERS = 32_768
MOST_BLOCKS = 500
HEADING_SIZE = 3
EMPTY_CELL = "\u00a0"
"""A cell without a text would be drawn as a hole in the table."""


def rich_messages(blocks: Blocks) -> list[InputRichMessage]:
    """As many messages as Telegram's limits ask for; mostly one."""
    parts = [part for part in split(blocks, _fits) if _shows(part)] or [(Paragraph("…"),)]
    return [
        InputRichMessage.model_construct(
            blocks=[piece for block in part for piece in _block(block)],
            # An article is not a phone number, whatever its digits.
            skip_entity_detection=True,
        )
        for part in parts
    ]


def _block(block: Block) -> list[InputRichBlockUnion]:
    match block:
        case Heading(text=text):
            return [
                InputRichBlockSectionHeading.model_construct(text=_text(text), size=HEADING_SIZE)
            ]
        case Paragraph(text=text):
            return [InputRichBlockParagraph.model_construct(text=_text(text))]
        case Note(text=text):
            return [InputRichBlockFooter.model_construct(text=_text(text))]
        case Table():
            return [_table(block)]
        case Details(summary=summary, blocks=blocks):
            inner = [piece for inside in blocks for piece in _block(inside)]
            return [
                InputRichBlockDetails.model_construct(summary=label(summary, 200), blocks=inner)
            ]
        case Buttons(row=row):
            row = tuple(button for button in row if usable(button))
            return [
                InputRichBlockButtons.model_construct(
                    buttons=[_button(button) for button in row[at : at + WIDEST_ROW]]
                )
                for at in range(0, len(row), WIDEST_ROW)
            ]


def _table(table: Table) -> InputRichBlockTable:
    columns = table.columns
    cells = []
    if any(column.title for column in columns):
        cells.append([_cell(column.title, column, header=True) for column in columns])
    cells += [
        [_cell(text, column) for text, column in zip(row, columns, strict=True)]
        for row in table.rows
    ]
    if table.total:
        cells.append(
            [_cell(_bold(text), column) for text, column in zip(table.total, columns, strict=True)]
        )
    return InputRichBlockTable.model_construct(
        cells=cells, is_bordered=True, is_striped=True, is_compact=True
    )


def _bold(text: Text) -> Text:
    return tuple(Bold(piece) if isinstance(piece, str) else piece for piece in inlines(text))


def _cell(text: Text, column: Column, *, header: bool = False) -> RichBlockTableCell:
    return RichBlockTableCell.model_construct(
        text=_text(text) if plain(text) else EMPTY_CELL,
        align="right" if column.numeric else "left",
        valign="middle",
        is_header=header or None,
    )


def _text(text: Text) -> RichTextUnion:
    pieces = [
        _inline(piece) for piece in inlines(text) if not isinstance(piece, Button) or usable(piece)
    ]
    return pieces[0] if len(pieces) == 1 else pieces


def _inline(piece: Inline) -> RichTextUnion:
    match piece:
        case str():
            return clean(piece)
        case Bold(text=text):
            return RichTextBold.model_construct(text=clean(text))
        case Struck(text=text):
            return RichTextStrikethrough.model_construct(text=clean(text))
        case Code(text=text):
            return RichTextCode.model_construct(text=clean(text))
        case Link(text=text, url=url):
            return RichTextUrl.model_construct(text=clean(text), url=url)
        case Button():
            return RichTextButton.model_construct(button=_button(piece))


def _button(button: Button) -> RichMessageButton:
    return RichMessageButton.model_construct(
        text=label(button.text),
        style=button.style,
        callback_data=button.data,
        url=button.url,
        copy_text=CopyTextButton.model_construct(text=button.copy) if button.copy else None,
    )


def _fits(blocks: Blocks) -> bool:
    many = characters = 0
    for block in walk(blocks):
        many += 1
        match block:
            case Table(columns=columns, rows=rows, total=total):
                titles = tuple(column.title for column in columns)
                every = (titles, *rows, total or ())
                many += len(every)
                characters += sum(len(plain(cell)) or 1 for row in every for cell in row)
            case Details(summary=summary):
                characters += len(label(summary, 200))
            case Buttons(row=row):
                many += len(row) // WIDEST_ROW
                characters += sum(len(label(button.text)) for button in row)
            case _:
                characters += sum(
                    len(label(piece.text)) if isinstance(piece, Button) else len(plain(piece))
                    for piece in inlines(block.text)
                )
    return many <= MOST_BLOCKS and characters <= MOST_CHARACTERS


def _shows(blocks: Blocks) -> bool:
    for block in walk(blocks):
        match block:
            case Table(rows=rows, total=total):
                if rows or total:
                    return True
            case Buttons(row=row):
                if any(usable(button) for button in row):
                    return True
            case Details(summary=summary):
                if visible(summary):
                    return True
            case _:
                if visible(plain(block.text)):
                    return True
    return False
