"""A small wholesaler of fasteners, tools and chemicals, laid through the portal's own tables."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from portal.db.models import (
    Address,
    Analogue,
    Barcode,
    Company,
    Contract,
    EntryKind,
    Family,
    Group,
    Price,
    PriceType,
    Product,
    ProductState,
    ProductUnit,
    SettlementEntry,
    Stock,
    Warehouse,
)
from portal.db.session import Database, migrate
from portal.search.fold import fold_article
from portal.search.live import LiveIndex

ROMASHKA = "7707083893"
"""Contract, retail prices less 3%, a limit, a debt, two addresses."""
KREPEZH = "7736050003"
"""Contract, wholesale prices, no limit, no address."""
NOVICHOK = "5024002119"
"""No contract: no prices."""

# article, name, unit, pack, minimum, retail price in roubles, stock by warehouse
GOODS: tuple[tuple[str, str, str, int, int, str | None, tuple[int, int, int]], ...] = (
    ("0893106", "Очиститель тормозов Würth 500 мл", "шт", 1, 1, "412.50", (240, 60, 0)),
    ("0893107", "Очиститель тормозов Würth 5 л", "шт", 1, 1, "3150.00", (12, 0, 4)),
    ("0890108715", "Смазка медная Würth CU 800 300 мл", "шт", 1, 1, "689.90", (35, 8, 0)),
    ("WD-40-200", "Смазка WD-40 универсальная 200 мл", "шт", 12, 12, "329.00", (1200, 0, 360)),
    ("WD-40-400", "Смазка WD-40 универсальная 400 мл", "шт", 12, 12, "489.00", (960, 240, 0)),
    ("7721", "Анаэробный фиксатор резьбы Loctite 243 50 мл", "шт", 1, 1, "2150.00", (18, 5, 0)),
    ("DIN933-6-20", "Болт DIN 933 М6×20 8.8 цинк", "шт", 100, 100, "3.42", (84000, 12000, 0)),
    ("DIN933-6-25", "Болт DIN 933 М6×25 8.8 цинк", "шт", 100, 100, "3.71", (66000, 9000, 0)),
    ("DIN933-6-30", "Болт DIN 933 М6×30 8.8 цинк", "шт", 100, 100, "4.05", (0, 0, 0)),
    ("DIN933-8-20", "Болт DIN 933 М8×20 8.8 цинк", "шт", 100, 100, "6.18", (42000, 0, 8000)),
    ("DIN933-8-40", "Болт DIN 933 М8×40 8.8 цинк", "шт", 50, 50, "8.94", (31000, 5000, 0)),
    ("DIN933-8-60", "Болт DIN 933 М8×60 8.8 цинк", "шт", 50, 50, "12.30", (15000, 0, 0)),
    ("DIN933-10-50", "Болт DIN 933 М10×50 8.8 цинк", "шт", 50, 50, "17.85", (9800, 1500, 0)),
    ("DIN934-6", "Гайка DIN 934 М6 цинк", "шт", 200, 200, "1.12", (120000, 0, 40000)),
    ("DIN934-8", "Гайка DIN 934 М8 цинк", "шт", 200, 200, "1.98", (98000, 14000, 0)),
    ("DIN934-10", "Гайка DIN 934 М10 цинк", "шт", 100, 100, "4.25", (40000, 0, 0)),
    ("DIN125-6", "Шайба DIN 125 М6 цинк", "шт", 500, 500, "0.48", (210000, 0, 0)),
    ("DIN125-8", "Шайба DIN 125 М8 цинк", "шт", 500, 500, "0.72", (180000, 20000, 0)),
    ("DIN975-8", "Шпилька резьбовая DIN 975 М8×1000", "шт", 1, 10, "74.00", (640, 120, 0)),
    ("SAM-4.2-16", "Саморез с прессшайбой 4,2×16 сверло", "шт", 1000, 1000, "0.94", (450000, 0, 0)),
    ("SAM-4.2-19", "Саморез с прессшайбой 4,2×19 сверло", "шт", 1000, 1000, "1.06", (380000, 0, 0)),
    ("DB-6-40", "Дюбель-гвоздь 6×40 потай", "шт", 200, 200, "1.35", (96000, 0, 12000)),
    ("DB-8-80", "Дюбель-гвоздь 8×80 потай", "шт", 100, 100, "3.10", (41000, 0, 0)),
    ("SDS-6-110", "Бур SDS-plus 6×110 Bosch", "шт", 1, 1, "214.00", (150, 40, 22)),
    ("SDS-8-160", "Бур SDS-plus 8×160 Bosch", "шт", 1, 1, "289.00", (130, 15, 0)),
    ("HSS-3.2", "Сверло по металлу HSS-G 3,2 мм", "шт", 10, 10, "38.50", (2400, 300, 0)),
    ("HSS-5.0", "Сверло по металлу HSS-G 5,0 мм", "шт", 10, 10, "56.20", (1900, 0, 100)),
    ("0714-13", "Ключ комбинированный 13 мм", "шт", 1, 1, "268.00", (88, 12, 6)),
    ("0714-17", "Ключ комбинированный 17 мм", "шт", 1, 1, "342.00", (74, 0, 3)),
    ("GEDORE-1992", 'Набор головок Gedore 1/2" 24 предмета', "компл", 1, 1, "18450.00", (4, 1, 0)),
    ("CIRC-125-1", "Круг отрезной 125×1,0×22 Луга", "шт", 50, 50, "31.80", (12500, 2500, 0)),
    ("CIRC-230-2", "Круг отрезной 230×2,0×22 Луга", "шт", 25, 25, "78.40", (4300, 0, 0)),
    ("GLV-NIT-9", "Перчатки нитриловые, размер 9", "пар", 12, 12, "64.00", (2880, 480, 0)),
    ("SEAL-280", "Герметик силиконовый санитарный 280 мл", "шт", 12, 12, "245.00", (720, 0, 96)),
    ("FOAM-750", "Пена монтажная профессиональная 750 мл", "шт", 12, 12, "398.00", (360, 84, 0)),
    ("WIRE-1.2", "Проволока вязальная 1,2 мм", "кг", 1, 5, "118.00", (860, 0, 0)),
    ("RAG-10", "Ветошь обтирочная трикотажная", "кг", 10, 10, "72.50", (1400, 200, 0)),
    ("X&Y<1>", 'Переходник <1/2"> & адаптер «A&B»', "шт", 1, 1, "199.00", (25, 0, 0)),
    ("OLD-1", "Ключ рожковый 8×10 (снят с производства)", "шт", 1, 1, "95.00", (3, 0, 0)),
    ("NOPRICE-1", "Домкрат гидравлический 50 т", "шт", 1, 1, None, (1, 0, 0)),
)
BREAKS = {"0893106": ((24, "389.00"), (96, "365.00")), "DIN933-8-40": ((1000, "8.10"),)}
VARIANTS = ("DIN933-6-20", "DIN933-6-25", "DIN933-6-30", "DIN933-8-20", "DIN933-8-40")
ANALOGUES = {"DIN933-6-30": ("DIN933-6-25",), "OLD-1": ("0714-13",), "0893106": ("0893107",)}
BARCODES = {"4006825123456": "0893106", "5032227334403": "WD-40-400"}
UNITS = {"WD-40-400": ("уп", 12), "DIN933-8-40": ("уп", 500), "0893106": ("кор", 24)}
GROUPS = {"DIN": "Крепёж", "SAM": "Крепёж", "DB-": "Крепёж"}


async def lay(path: Path, now: datetime) -> None:
    """A migrated portal database at `path`, with the goods and the three companies."""
    url = f"sqlite+aiosqlite:///{path}"
    await migrate(url)
    database = Database(url)
    async with database.write() as session:
        retail = PriceType(name="Розница")
        wholesale = PriceType(name="Опт")
        warehouses = [Warehouse(name=name) for name in ("Москва", "Подольск", "Тверь")]
        groups = {name: Group(name=name) for name in ("Крепёж", "Инструмент и химия")}
        session.add_all([retail, wholesale, *warehouses, *groups.values()])
        await session.flush()
        family = Family(name="Болт DIN 933 8.8 цинк", group_id=groups["Крепёж"].id, vat=2200)
        session.add(family)
        await session.flush()
        products: dict[str, Product] = {}
        for article, name, unit, pack, minimum, _, _ in GOODS:
            group = groups[GROUPS.get(article[:3], "Инструмент и химия")]
            products[article] = Product(
                article=article,
                article_key=fold_article(article),
                name=name,
                unit=unit,
                multiple=pack * 1000,
                minimum=minimum * 1000,
                vat=2200,
                group_id=group.id,
                family_id=family.id if article in VARIANTS else None,
                state=ProductState.DISCONTINUED if article == "OLD-1" else ProductState.ACTIVE,
                updated_at=now,
            )
        session.add_all(products.values())
        await session.flush()
        for article, _, _, _, _, price, stock in GOODS:
            product_id = products[article].id
            steps = ((0, price), *BREAKS.get(article, ())) if price else ()
            for quantity, each in steps:
                kopecks = int(Decimal(each) * 100)
                session.add_all(
                    Price(
                        product_id=product_id,
                        price_type_id=kind.id,
                        from_quantity=quantity * 1000,
                        amount=kopecks * share // 100,
                    )
                    for kind, share in ((retail, 100), (wholesale, 85))
                )
            session.add_all(
                Stock(
                    product_id=product_id,
                    warehouse_id=warehouse.id,
                    quantity=many * 1000,
                    known_at=now - timedelta(minutes=40),
                )
                for warehouse, many in zip(warehouses, stock, strict=True)
            )
        session.add_all(
            Barcode(code=code, product_id=products[article].id)
            for code, article in BARCODES.items()
        )
        session.add_all(
            ProductUnit(product_id=products[article].id, name=name, factor=many * 1000)
            for article, (name, many) in UNITS.items()
        )
        session.add_all(
            Analogue(product_id=products[article].id, analogue_id=products[other].id)
            for article, others in ANALOGUES.items()
            for other in others
        )
        romashka = Company(
            inn=ROMASHKA,
            name="ООО «Ромашка»",
            price_type_id=retail.id,
            discount=300,
            credit_limit=30_000_000,
            payment_delay_days=14,
            created_at=now,
        )
        krepezh = Company(
            inn=KREPEZH, name="АО «Крепёж-Сервис»", price_type_id=wholesale.id, created_at=now
        )
        novichok = Company(inn=NOVICHOK, name="ИП Новичок", created_at=now)
        session.add_all([romashka, krepezh, novichok])
        await session.flush()
        today = now.date()
        session.add_all(
            Contract(company_id=company.id, number=str(at), signed_on=today - timedelta(days=200))
            for at, company in enumerate((romashka, krepezh), start=1)
        )
        session.add_all(
            Address(company_id=romashka.id, text=text, created_at=now)
            for text in ("Москва, ул. Лесная, 5, склад 2", "Химки, Ленинградская, 1")
        )
        for kind, document, roubles, ago, due in (
            (EntryKind.SHIPMENT, "УПД 118", 48_000, 40, 14),
            (EntryKind.PAYMENT, "ПП 77", -30_000, 20, None),
            (EntryKind.SHIPMENT, "УПД 143", 25_500, 5, 14),
        ):
            on = today - timedelta(days=ago)
            session.add(
                SettlementEntry(
                    company_id=romashka.id,
                    kind=kind,
                    document=document,
                    amount=roubles * 100,
                    on_date=on,
                    due_on=on + timedelta(days=due) if due else None,
                )
            )
    index = LiveIndex(path.parent, database)
    await index.ready()
    await index.close()
    await database.dispose()
