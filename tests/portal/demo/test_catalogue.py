"""The demo catalogue: as many articles as asked for, each its own, numbers that check."""

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from portal.db.models import ProductState
from portal.demo.catalogue import PRICE_TYPES, Catalogue, all_series, make_catalogue
from portal.demo.load import COLUMNS
from portal.demo.series import Kind, Maker, Numbers, Spec, expand, grid, span
from portal.search.fold import fold_article

KNOWN_AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
ARTICLES = 3000


def column(made: Catalogue, table: str, name: str) -> list:
    place = COLUMNS[table].split().index(name)
    return [row[place] for row in made.rows[table]]


def catalogue(articles: int = ARTICLES, seed: int = 1) -> Catalogue:
    return make_catalogue(articles, KNOWN_AT, Random(seed), lambda done, total: None)


@pytest.fixture(scope="module")
def made() -> Catalogue:
    return catalogue()


def test_the_book_is_thick_enough_and_no_article_is_there_twice():
    articles = [variant.article for series in all_series() for variant in series.variants]
    assert len(articles) >= 46_000
    assert [a for a, n in Counter(map(fold_article, articles)).items() if n > 1] == []


def test_no_two_products_have_one_name():
    names = Counter(variant.name for series in all_series() for variant in series.variants)
    assert [name for name, count in names.items() if count > 1] == []


def test_names_leave_no_template_behind():
    for series in all_series():
        for name in (series.name, *(variant.name for variant in series.variants)):
            assert not set("{}_|") & set(name), name
            assert name == " ".join(name.split()), name
            assert not name.endswith((",", "×", " ")), name
            assert " ," not in name, name


@pytest.mark.parametrize("articles", [50, 777, ARTICLES])
def test_as_many_articles_as_asked_for(articles):
    assert len(catalogue(articles).rows["products"]) == articles


@pytest.mark.parametrize("articles", [0, 49, 1_000_000])
def test_a_number_that_cannot_be_is_refused(articles):
    with pytest.raises(ValueError, match="from 50 to"):
        catalogue(articles)


def test_what_the_manual_types_is_there(made):
    names = dict(
        zip(column(made, "products", "article"), column(made, "products", "name"), strict=True)
    )
    assert names["0893106"] == "Очиститель тормозов и деталей, 500 мл"
    assert names["WD-40-400"] == "WD-40 400 мл, средство универсальное"
    assert names["0101414"] == "Болт с шестигранной головкой DIN 933 М8×40, 8.8, цинк"


def test_what_the_manual_types_can_be_bought(made):
    for item in made.items:
        if item.article in {"0893106", "WD-40-400"}:
            assert item.state is ProductState.ACTIVE
            assert item.multiple == 1000
            stock = [row for row in made.rows["stock"] if row[0] == item.id]
            assert len(stock) == 3
            assert all(row[2] > 0 for row in stock)
            assert (item.id, "уп", 6000) in made.rows["product_units"]


def test_article_keys_are_folded_articles(made):
    articles, keys = (column(made, "products", name) for name in ("article", "article_key"))
    assert keys == [fold_article(article) for article in articles]


def test_barcodes_have_a_right_check_digit_and_one_product_each(made):
    codes = column(made, "barcodes", "code")
    assert len(set(codes)) == len(codes) > ARTICLES // 2
    for code in codes:
        assert len(code) == 13
        odd, even = sum(map(int, code[::2])), sum(map(int, code[1::2]))
        assert (odd + 3 * even) % 10 == 0, code


def test_prices_are_whole_kopecks_and_fall_with_type_and_quantity(made):
    for item in made.items:
        assert len(item.prices) == len(PRICE_TYPES)
        for breaks in item.prices:
            assert breaks[0][0] == 0
            assert all(type(amount) is int and amount > 0 for _, amount in breaks)
            assert breaks == sorted(breaks)
            amounts = [amount for _, amount in breaks]
            assert amounts == sorted(set(amounts), reverse=True)
        first = [breaks[0][1] for breaks in item.prices]
        assert first == sorted(first, reverse=True)
    assert any(len(item.prices[3]) == 3 for item in made.items)


def test_the_price_of_a_quantity_is_that_of_its_break(made):
    item = next(item for item in made.items if len(item.prices[3]) == 3)
    (_, one), (ten, cheaper), (fifty, cheapest) = item.prices[3]
    assert item.price(3, 1) == one
    assert item.price(3, ten - 1) == one
    assert item.price(3, ten) == cheaper
    assert item.price(3, fifty) == cheapest


def test_minimum_is_whole_packs(made):
    for item in made.items:
        assert item.multiple > 0
        assert item.minimum % item.multiple == 0


def test_some_are_discontinued_and_hidden_ones_are_nowhere_in_stock(made):
    states = Counter(column(made, "products", "state"))
    assert states[ProductState.ACTIVE] > ARTICLES * 0.95
    assert states[ProductState.DISCONTINUED] > 0
    assert states[ProductState.HIDDEN] > 0
    stocked = set(column(made, "stock", "product_id"))
    assert not {i.id for i in made.items if i.state is ProductState.HIDDEN} & stocked


def test_analogues_are_other_makers_of_the_same_size(made):
    families = dict(zip(column(made, "families", "id"), made.rows["families"], strict=True))
    products = {row[0]: row for row in made.rows["products"]}
    brand = COLUMNS["families"].split().index("brand")
    size, name = map(COLUMNS["products"].split().index, ("characteristic", "name"))
    assert made.rows["analogues"]
    for product_id, analogue_id, _ in made.rows["analogues"]:
        one, other = products[product_id], products[analogue_id]
        assert one[size] == other[size]
        other_maker = families[one[2]][brand] != families[other[2]][brand]
        assert other_maker or "Очиститель тормозов" in one[name] + other[name]


def test_every_group_hangs_on_an_earlier_one(made):
    for number, _, parent, name in made.rows["groups"]:
        assert parent is None or parent < number, name
    assert set(column(made, "families", "group_id")) <= set(column(made, "groups", "id"))


def test_nothing_is_known_later_than_it_could_be(made):
    for table, name in (("stock", "known_at"), ("products", "updated_at")):
        assert max(column(made, table, name)) <= KNOWN_AT


def test_a_spec_becomes_families_by_maker_kind_and_head():
    spec = Spec(
        name="Болт {size}, {kind}",
        group=("Болты",),
        topic="bolt",
        grid=grid("8: 16 20; 10: 20"),
        size="М{d}×{l}",
        code="933",
        kinds=(Kind("цинк", "Z"), Kind("А2", "A2", 300)),
        makers=(Maker("Дом"), Maker("Тверь", "ТМ")),
        price=lambda d, length: d * length,
    )
    families = list(expand(spec, Numbers(101)))
    assert [family.name for family in families[:4]] == [
        "Болт М8, цинк",
        "Болт М10, цинк",
        "Болт М8, А2",
        "Болт М10, А2",
    ]
    assert [v.article for f in families[:2] for v in f.variants] == [
        "0101001",
        "0101002",
        "0101003",
    ]
    assert families[4].name == "Болт М8, цинк, Тверь"
    assert families[6].variants[1].article == "ТМ-933-8-20-A2"
    assert families[6].variants[1].name == "Болт М8×20, А2, Тверь"
    assert families[6].variants[1].price == 3 * families[4].variants[1].price


def test_sizes_in_a_row():
    assert span(6, 10, 2) == "6 8 10"
    assert span(10, 12, 1, comma=True) == "1 1,1 1,2"


@pytest.mark.slow
def test_the_whole_catalogue():
    made = catalogue(46_000)
    assert len(made.rows["products"]) == 46_000
    assert len(set(column(made, "products", "article_key"))) == 46_000
