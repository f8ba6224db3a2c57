"""Files that are broken, foreign or hostile: one clear line, and nothing else is read."""

from pathlib import Path

import pytest

from portal.db.models import PriceType, Product, Warehouse
from portal.exchange.commerceml import UnreadableFile
from tests.portal.exchange.files import PRICE_TYPES, WAREHOUSES, Exchange, Files, offer, price


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


async def refused(exchange: Exchange, *paths: Path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        await exchange.load(*paths)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 not XML at all", "Start tag expected, '<' not found"),
        (b"<html><body><p>404</body></html>", "not a CommerceML file"),
        (b'<?xml version="1.0" encoding="martian"?><a/>', "Unsupported encoding"),
    ],
)
async def test_what_is_no_commerceml_is_refused_before_anything_is_imported(
    exchange: Exchange, files: Files, content: bytes, why: str
) -> None:
    written = files.put("file.xml", content)
    right = files.offers(offer("bolt", "Болт"))

    error = await refused(exchange, right, written)

    assert str(written) in str(error)
    assert why in str(error)
    assert await exchange.ids() == set()


async def test_a_file_that_is_not_there(exchange: Exchange, tmp_path: Path) -> None:
    error = await refused(exchange, tmp_path / "gone.xml")
    assert str(error) == f"{tmp_path / 'gone.xml'}: No such file or directory"

    error = await refused(exchange, tmp_path)
    assert "Is a directory" in str(error)


async def test_a_file_that_breaks_off_names_its_line_and_keeps_what_came_before(
    exchange: Exchange, files: Files
) -> None:
    offers = [offer(f"bolt{n}", f"Болт {n}") + "\n" for n in range(700)]
    whole = files.offers(*offers).read_bytes()
    written = files.put("file.xml", whole[: whole.index(b"bolt650")])

    error = await refused(exchange, written)

    # Where a file ends too early, the parser sees it on its last line.
    assert error.line == 652
    assert f"{written}, line 652: " in str(error)
    assert await exchange.ids() == {f"bolt{n}" for n in range(650)}


ENTITIES = (
    '<!DOCTYPE КоммерческаяИнформация [<!ENTITY a "бббббббббб">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize("place", ["text", "attribute"])
async def test_a_billion_laughs_are_not_laughed(
    exchange: Exchange, files: Files, place: str
) -> None:
    text, attribute = ("&i;", "2.07") if place == "text" else ("", "&i;")
    written = files.put(
        "file.xml",
        f'<?xml version="1.0" encoding="utf-8"?>{ENTITIES}<КоммерческаяИнформация'
        f' ВерсияСхемы="{attribute}"><ПакетПредложений><Предложения><Предложение><Ид>1</Ид>'
        f"<Наименование>{text}</Наименование></Предложение></Предложения></ПакетПредложений>"
        "</КоммерческаяИнформация>",
    )

    await refused(exchange, written)

    assert await exchange.ids() == set()


@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE a [<!ENTITY secret SYSTEM "{secret}">]>',
        '<!DOCTYPE a [<!ENTITY % outside SYSTEM "{secret}"> %outside;]>',
        '<!DOCTYPE a SYSTEM "{secret}">',
    ],
)
async def test_no_file_beside_is_read(exchange: Exchange, files: Files, document_type: str) -> None:
    secret = files.put("secret.dtd", '<!ENTITY secret "пароль">')
    written = files.put(
        "file.xml",
        '<?xml version="1.0" encoding="utf-8"?>'
        + document_type.format(secret=secret.as_uri())
        + "<КоммерческаяИнформация><ПакетПредложений><Предложения><Предложение><Ид>1</Ид>"
        "<Наименование>&secret;</Наименование></Предложение></Предложения></ПакетПредложений>"
        "</КоммерческаяИнформация>",
    )

    error = await refused(exchange, written)

    assert "document type" in str(error)
    assert await exchange.ids() == set()


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
@pytest.mark.parametrize("namespace", ["", "urn:1C.ru:commerceml_2", "urn:1C.ru:commerceml_3"])
@pytest.mark.parametrize("version", ["2.04", "3.1"])
async def test_encodings_namespaces_and_schemas(
    exchange: Exchange, tmp_path: Path, encoding: str, namespace: str, version: str
) -> None:
    files = Files(tmp_path, namespace, encoding, version)

    counts = await exchange.load(
        files.offers(
            offer("bolt", "Болт «Ё» №1", price("5"), stock={"w1": "1"}),
            more=PRICE_TYPES + WAREHOUSES,
        )
    )

    assert await exchange.all(Product.name) == [("Болт «Ё» №1",)]
    assert {row[0] for row in await exchange.all(PriceType.name)} == {"Опт", "Импорт"}
    assert {row[0] for row in await exchange.all(Warehouse.name)} == {"Химки", "Тверь"}
    assert (counts.prices, counts.stock_rows) == (1, 1)


async def test_a_prefix_comments_and_cdata_change_nothing(exchange: Exchange, files: Files) -> None:
    written = files.put(
        "file.xml",
        '<?xml version="1.0" encoding="utf-8"?><!-- из 1С -->'
        '<c:КоммерческаяИнформация xmlns:c="urn:1C.ru:commerceml_2"><c:ПакетПредложений>'
        "<c:Предложения><c:Предложение><c:Ид>bo<!-- посреди -->lt</c:Ид>"
        "<c:Наименование><![CDATA[Болт <М8> & гайка]]></c:Наименование></c:Предложение>"
        "</c:Предложения></c:ПакетПредложений></c:КоммерческаяИнформация>",
    )

    await exchange.load(written)

    assert await exchange.all(Product.external_id, Product.name) == [("bolt", "Болт <М8> & гайка")]


async def test_what_has_no_id_or_no_name_is_skipped_with_the_reason(
    exchange: Exchange, files: Files
) -> None:
    counts = await exchange.load(
        files.goods(
            "<Товар><Наименование>Безымянный</Наименование></Товар>",
            "<Товар><Ид>x</Ид></Товар>",
            more="<Группы><Группа><Наименование>Крепёж</Наименование></Группа></Группы>",
        ),
        files.offers("<Предложение><Наименование>Гайка</Наименование></Предложение>"),
    )

    assert {what: reason.examples for what, reason in counts.skipped.items()} == {
        "a group without Ид": ["Крепёж"],
        "a product without Ид": ["Безымянный"],
        "a product without Наименование": ["x"],
        "an offer without Ид": ["Гайка"],
    }
    assert counts.as_dict()["skipped"][0] == {
        "reason": "a group without Ид",
        "count": 1,
        "examples": ["Крепёж"],
    }
    assert "skipped: a product without Ид: 1 (Безымянный)" in counts.lines()
