"""Whatever a Screen holds, Telegram takes it, whole and in both forms with the same words."""

import re
from collections import Counter

from aiogram.types import InputRichMessage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rendering.html import html_texts, keyboard_rows
from bot.rendering.outgoing import outgoing
from bot.rendering.rich import rich_messages
from bot.screen import (
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Column,
    Details,
    Heading,
    Link,
    Note,
    Paragraph,
    Screen,
    Struck,
    Style,
    Table,
    Text,
)
from sandbox.telegram import Telegram
from tests.support.reading import text_of

# Short texts are many, and some are as long as Telegram allows and longer.
words = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["<b>", "&amp;", 'Болт "М8" <8.8> & Co', "слово " * 900, "х" * 9000, "\ud800", "\x00"]
    ),
)
texts: st.SearchStrategy[Text] = st.one_of(
    words,
    st.lists(
        st.one_of(
            words,
            words.map(Bold),
            words.map(Struck),
            words.map(Code),
            words.map(lambda text: Link(text, 'https://example.com/?a="b"&c=<d>')),
            words.map(lambda text: Button(text, data="x")),
        ),
        max_size=4,
    ).map(tuple),
)
buttons = st.one_of(
    words.map(lambda text: Button(text, data="press:1")),
    words.map(lambda text: Button(text, url="https://example.com/")),
    words.map(lambda text: Button("copy", copy=text or "c")),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 6))
    columns = tuple(
        Column(draw(st.text(max_size=10)), numeric=draw(st.booleans())) for _ in range(width)
    )
    row = st.lists(texts, min_size=width, max_size=width).map(tuple)
    rows = draw(st.lists(row, max_size=3)) * draw(st.sampled_from([1, 1, 1, 30]))
    return Table(columns, tuple(rows), draw(st.none() | row))


leaves: st.SearchStrategy[Block] = st.one_of(
    texts.map(Heading),
    texts.map(Paragraph),
    texts.map(Note),
    tables(),
    st.lists(buttons, max_size=20).map(lambda row: Buttons(tuple(row))),
)
blocks = st.one_of(
    leaves,
    st.builds(Details, words, st.lists(leaves, max_size=3).map(tuple)),
)
screens = st.builds(
    Screen,
    st.lists(blocks, max_size=5).map(tuple),
    st.lists(st.lists(buttons, max_size=12).map(tuple), max_size=14).map(tuple),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(screen=screens, rich=st.booleans())
async def test_telegram_takes_any_screen(screen: Screen, rich: bool) -> None:
    telegram = Telegram()
    anna = telegram.add_person("Анна")
    telegram.start(anna.id)
    for method, payload in outgoing(screen, rich=rich):
        payload.pop("instead", None)
        await telegram.call(method, {"chat_id": anna.id, **payload})
    assert len(telegram.messages(anna.id)) > 1


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks=st.lists(blocks, max_size=5).map(tuple))
def test_html_is_never_torn_and_no_word_is_lost(blocks: tuple[Block, ...]) -> None:
    parts = html_texts(blocks)
    for part in parts:
        opened: list[str] = []
        for closing, tag in re.findall(r"<(/?)(\w+)[^<>]*>", part):
            if closing:
                assert opened.pop() == tag
            else:
                opened.append(tag)
        assert not opened


def test_the_words_of_both_forms_are_the_same() -> None:
    screen = Screen(
        (
            Heading("Корзина"),
            Table(
                (Column("№", True), Column("Артикул"), Column("Название"), Column("Цена", True)),
                (
                    (Button("1", data="p:1"), Code("0893106"), "Очиститель <500>", "412,50"),
                    (Button("2", data="p:2"), Code("WD-40"), 'Смазка & "прочее"', "489,00"),
                ),
                ("", "", "Итого", "901,50"),
            ),
            Details("Описание", (Paragraph("Обезжиривает"),)),
            Note("Остаток на 12:00"),
        ),
        ((Button("Оформить заказ", data="co"),),),
    )
    [(_, plain)] = outgoing(screen, rich=False)
    [(_, rich)] = outgoing(screen, rich=True)

    def counted(text: str) -> Counter[str]:
        return Counter(re.findall(r"[\w,-]+", text))

    html = re.sub(r"<[^>]+>", "", plain["text"]).replace("&lt;", "<").replace("&gt;", ">")
    written = text_of({"rich_message": rich["rich_message"]})
    missing = counted(written) - counted(html.replace("&amp;", "&"))
    # A list says the title of a column only where it has a figure, and never that of a name.
    assert set(missing) <= {"Артикул", "Название"}


def test_every_piece_is_what_aiogram_would_have_made() -> None:
    """Guard: they are constructed without being validated."""
    inlines = (
        "как есть", Bold("жирно"), Struck("зачёркнуто"), Code("0893106"),
        Link("ссылка", "https://example.com/"), Button("1", data="p:1", style=Style.DANGER),
    )  # fmt: skip
    table = Table((Column("№", True), Column("Что")), (("1", inlines), ("", "")), ("", "Итого"))
    pieces = (
        Heading("Заголовок"), Paragraph(inlines), Note("Остаток"), table,
        Details("Описание", (Paragraph("внутри"), table)),
        Buttons((Button("a", url="https://example.com/"), Button("b", copy="c"))),
    )  # fmt: skip
    [message] = rich_messages(pieces)
    said = message.model_dump(warnings="error")
    assert InputRichMessage.model_validate(said).model_dump() == said


def test_a_long_table_is_split_between_rows_and_keeps_every_row() -> None:
    rows = tuple((str(number), f"Болт номер {number} " + "х" * 60) for number in range(1, 301))
    table = Table((Column("№", True), Column("Название")), rows)
    parts = html_texts((Heading("Корзина"), table))
    assert len(parts) > 4
    found = [int(number) for part in parts for number in re.findall(r"<b>(\d+)\.</b>", part)]
    assert found == list(range(1, 301))
    assert all(part.startswith(("<b>Корзина", "<b>")) for part in parts)


def test_a_rich_table_is_split_where_telegram_counts_its_rows() -> None:
    table = Table((Column("№", True),), tuple((str(number),) for number in range(1200)))
    parts = rich_messages((table,))
    assert len(parts) == 4
    assert sum(len(part.blocks[0].cells) - 1 for part in parts) == 1200


def test_rows_lose_their_buttons_before_the_keyboard_does() -> None:
    rows = tuple((str(at), Button("+", data=f"a:{at}")) for at in range(1, 201))
    table = Table((Column("№", True), Column("")), rows)
    under = keyboard_rows((table,), ((Button("Корзина", data="c"),),))
    flat = [button for row in under for button in row]
    assert len(flat) == 100
    assert flat[-1].text == "Корзина"
    assert flat[0].text == "1 +"


def test_a_comment_of_four_thousand_characters_is_whole() -> None:
    comment = "Позвонить за час & не раньше <10:00> " * 108
    parts = html_texts((Heading("Заказ"), Paragraph(("Комментарий: ", Bold(comment)))))
    assert len(parts) == 1 or "".join(parts).count("Позвонить") == 108
    assert "".join(parts).count("&lt;10:00&gt;") == 108


def test_a_list_has_no_gaps_where_a_table_had_buttons_and_dashes() -> None:
    columns = Column("№", numeric=True), Column("Товар"), Column("Цена", numeric=True)
    rows: tuple[tuple[Text, ...], ...] = (
        ("1", ("Болт ", Button("Выбрать", data="x")), "—"),
        ("2", ("Гайка ", Button("Да", data="y")), "5,00"),
    )
    [said] = html_texts((Table(columns, rows),))
    assert said == "<b>1.</b> Болт\n<b>2.</b> Гайка — Цена: 5,00"
