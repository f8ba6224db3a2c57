"""Workshop chemicals: cleaners, lubricants, sealants, glues, fluids."""

from collections.abc import Iterator

from portal.demo.series import Kind, Maker, Price, Spec, grid

HIMTEK = Maker("Химтек")
LUBREX = Maker("Lubrex", "LX", 118)
NOVA = Maker("Автонова", "AN", 88)
ALL = (HIMTEK, LUBREX, NOVA)
BOTH = (HIMTEK, LUBREX)

SPRAY = "150_мл 210_мл 300_мл 400_мл 500_мл 650_мл"
CANS = "500_мл 1_л 5_л 10_л 20_л"
OILS = "1_л 4_л 5_л 10_л 20_л"
GREASE = "100_г 400_г 800_г 2_кг 5_кг 18_кг"
SEALANT = "85_мл 280_мл 310_мл 600_мл"
COLOURS = tuple(
    Kind(label, code, rate)
    for label, code, rate in (
        ("прозрачный", "T", 100), ("белый", "W", 98), ("серый", "G", 98), ("чёрный", "B", 98),
        ("бежевый", "S", 102), ("коричневый", "K", 102), ("красный", "R", 108),
    )
)  # fmt: skip
PLAIN = (Kind("", ""),)

ROWS = (
    # name, branch, code, sizes, kinds, makers, pack, kopecks for 100 ml or g
    ("Очиститель карбюратора, {size}", "Очистители", "OK", SPRAY, PLAIN, ALL, 12, 6_200),
    ("Очиститель тормозов с ацетоном, {size}", "Очистители", "OTA", SPRAY, PLAIN, BOTH, 12, 5_900),
    ("Очиститель контактов, {size}", "Очистители", "OKT", SPRAY, PLAIN, ALL, 12, 11_500),
    ("Очиститель двигателя, {size}", "Очистители", "OD", f"{SPRAY} 5_л 20_л", PLAIN, ALL, 12,
     4_800),
    ("Очиститель кондиционера, {size}", "Очистители", "OKD", SPRAY, PLAIN, ALL, 12, 9_800),
    ("Очиститель монтажной пены, {size}", "Очистители", "OMP", "500_мл 650_мл", PLAIN, ALL, 12,
     5_400),
    ("Очиститель стёкол, {size}", "Очистители", "OS", f"{CANS} 750_мл", PLAIN, ALL, 12, 2_600),
    ("Очиститель битумных пятен, {size}", "Очистители", "OB", f"{SPRAY} 5_л", PLAIN, ALL, 12,
     6_400),
    ("Обезжириватель универсальный, {size}", "Очистители", "OU", CANS, PLAIN, ALL, 6, 3_300),
    ("Удалитель силикона, {size}", "Очистители", "US", "100_мл 400_мл 1_л 5_л", PLAIN, ALL, 12,
     6_100),
    ("Удалитель этикеток, {size}", "Очистители", "UE", "200_мл 400_мл", PLAIN, BOTH, 12, 9_700),
    ("Удалитель ржавчины, {size}", "Очистители", "UR", CANS, PLAIN, ALL, 12, 4_300),
    ("Смывка краски, {size}", "Очистители", "SK", "400_мл 520_мл 800_мл 5_л", PLAIN, ALL, 12,
     6_900),
    ("Шампунь для бесконтактной мойки, {size}", "Автомойка", "SB", "1_л 5_л 10_л 20_л",
     (Kind("классический", "C"), Kind("для жёсткой воды", "H", 118), Kind("с воском", "W", 134)),
     ALL, 4, 1_700),
    ("Чернитель резины, {size}", "Автомойка", "CR", "500_мл 1_л 5_л", PLAIN, ALL, 6, 3_600),
    ("Паста для рук, {size}", "Гигиена", "PR", "200_мл 650_мл 2_л 5_л 11_л",
     (Kind("с абразивом", "A"), Kind("без абразива", "N", 94)), ALL, 6, 5_200),
    ("Мыло жидкое, {size}, {kind}", "Гигиена", "MZ", "500_мл 1_л 5_л",
     (Kind("алоэ", "A"), Kind("лимон", "L"), Kind("без запаха", "N")), ALL, 6, 2_100),
    ("Крем защитный для рук, {size}, {kind}", "Гигиена", "KZ", "100_мл 200_мл",
     (Kind("гидрофильный", "H"), Kind("гидрофобный", "F"), Kind("регенерирующий", "R")), BOTH, 20,
     7_500),
    ("Средство для посуды, {size}, {kind}", "Гигиена", "SP", "500_мл 1_л 5_л",
     (Kind("лимон", "L"), Kind("без запаха", "N")), ALL, 6, 1_900),
    ("Средство чистящее для кухонных поверхностей, {size}", "Гигиена", "CK", "750_мл 1_л 5_л",
     (Kind("антижир", "A"), Kind("дезинфицирующее", "D", 130)), ALL, 6, 2_700),
    ("Смазка проникающая, {size}", "Смазки", "SPR", SPRAY, PLAIN, ALL, 12, 8_300),
    ("Смазка силиконовая, {size}", "Смазки", "SS", SPRAY, PLAIN, ALL, 12, 8_900),
    ("Смазка медная, {size}", "Смазки", "SM", f"{SPRAY} 1_кг", PLAIN, ALL, 12, 14_500),
    ("Смазка керамическая, {size}", "Смазки", "SC", SPRAY, PLAIN, BOTH, 12, 19_800),
    ("Смазка тефлоновая PTFE, {size}", "Смазки", "ST", SPRAY, PLAIN, ALL, 12, 13_200),
    ("Смазка цинковая, {size}", "Смазки", "SZ", SPRAY, (Kind("светлая", "L"), Kind("тёмная", "D")),
     ALL, 12, 12_100),
    ("Смазка литиевая EP2, {size}", "Смазки", "EP", GREASE, PLAIN, ALL, 12, 5_900),
    ("Смазка высокотемпературная, {size}", "Смазки", "SV", GREASE,
     (Kind("синяя", "B"), Kind("красная", "R", 112)), ALL, 12, 9_400),
    ("Смазка графитная, {size}", "Смазки", "SG", GREASE, PLAIN, ALL, 12, 3_900),
    ("Смазка для цепей, {size}", "Смазки", "CH", SPRAY, PLAIN, ALL, 12, 12_800),
    ("Смазка пищевая H1, {size}", "Смазки", "SH", f"{SPRAY} 1_кг 5_кг", PLAIN, BOTH, 12, 24_500),
    ("Жидкость смазочно-охлаждающая, {size}", "Жидкости", "SJ", f"{OILS}",
     (Kind("эмульсия", "E"), Kind("полусинтетика", "P", 140), Kind("масляная", "M", 125)), BOTH, 1,
     3_600),
    ("Масло моторное {kind}, {size}", "Масла", "MM", OILS,
     (Kind("5W-30", "530"), Kind("5W-40", "540"), Kind("10W-40", "1040", 84),
      Kind("0W-20", "020", 128), Kind("15W-40", "1540", 76)), ALL, 4, 6_800),
    ("Масло трансмиссионное {kind}, {size}", "Масла", "MT", OILS,
     (Kind("75W-90", "7590"), Kind("80W-90", "8090", 80), Kind("ATF III", "ATF", 95)), ALL, 4,
      7_400),
    ("Масло гидравлическое {kind}, {size}", "Масла", "MG", OILS,
     (Kind("HLP 32", "32"), Kind("HLP 46", "46"), Kind("HLP 68", "68", 104)), ALL, 4, 3_500),
    ("Масло компрессорное {kind}, {size}", "Масла", "MK", OILS, (Kind("VDL 100", "100"),
      Kind("VDL 150", "150", 106)), BOTH, 4, 4_900),
    ("Масло индустриальное {kind}, {size}", "Масла", "MI", OILS, (Kind("И-20А", "20"),
      Kind("И-40А", "40", 102), Kind("И-50А", "50", 104)), BOTH, 1, 2_300),
    ("Антифриз {kind}, {size}", "Жидкости", "AF", "1_кг 5_кг 10_кг 20_кг",
     (Kind("G11 зелёный", "G11"), Kind("G12 красный", "G12", 118), Kind("G13 лиловый", "G13", 144)),
     ALL, 4, 2_400),
    ("Жидкость тормозная {kind}, {size}", "Жидкости", "JT", "455_г 910_г 5_кг",
     (Kind("DOT-4", "4"), Kind("DOT-5.1", "51", 150)), ALL, 12, 4_700),
    ("Жидкость стеклоомывателя {kind}, {size}", "Жидкости", "JS", "4_л 5_л", (Kind("−20 °C", "20"),
      Kind("−30 °C", "30", 115), Kind("летняя", "L", 70)), ALL, 4, 700),
    ("Герметик силиконовый санитарный, {size}, {kind}", "Герметики", "GS", SEALANT, COLOURS, ALL,
     12,
     9_600),
    ("Герметик силиконовый нейтральный, {size}, {kind}", "Герметики", "GN", SEALANT, COLOURS, ALL,
     12, 11_900),
    ("Герметик акриловый, {size}, {kind}", "Герметики", "GA", SEALANT, COLOURS[1:6], ALL, 12,
     5_300),
    ("Герметик полиуретановый, {size}, {kind}", "Герметики", "GP", SEALANT, COLOURS[1:5], ALL, 12,
     14_800),
    ("Герметик прокладочный, {size}, {kind}", "Герметики", "GR", SEALANT, COLOURS[2:], ALL, 12,
     17_200),
    ("Герметик гибридный MS-полимер, {size}, {kind}", "Герметики", "GM", SEALANT, COLOURS, BOTH, 12,
     21_500),
    ("Пена монтажная {kind}, {size}", "Герметики", "PM", "500_мл 650_мл 750_мл 850_мл",
     (Kind("бытовая", "B"), Kind("профессиональная", "P", 112), Kind("огнестойкая", "F", 155),
      Kind("зимняя", "Z", 120)), ALL, 12, 5_800),
    ("Анкер химический {kind}, {size}", "Герметики", "HA", "165_мл 300_мл 410_мл",
     (Kind("полиэстер", "P"), Kind("винилэстер", "V", 150), Kind("эпоксидный", "E", 230)), BOTH, 12,
     16_500),
    ("Фиксатор резьбы {kind}, {size}", "Клеи", "FR", "6_мл 10_мл 50_мл 250_мл",
     (Kind("слабый", "222"), Kind("средний", "243"), Kind("сильный", "270"),
      Kind("высокотемпературный", "272", 130)), ALL, 10, 98_000),
    ("Клей цианоакрилатный {kind}, {size}", "Клеи", "KC", "3_г 20_г 50_г 500_г",
     (Kind("универсальный", "U"), Kind("для резины", "R", 112), Kind("гель", "G", 118)), ALL, 20,
     88_000),
    ("Клей эпоксидный {kind}, {size}", "Клеи", "KE", "25_мл 50_мл 200_мл 400_мл",
     (Kind("5 минут", "5"), Kind("60 минут", "60", 94), Kind("с металлом", "M", 125)), ALL, 12,
     42_000),
    ("Клей монтажный {kind}, {size}", "Клеи", "KM", SEALANT, (Kind("жидкие гвозди", "G"),
      Kind("прозрачный", "T", 125), Kind("для панелей", "P", 108)), ALL, 12, 7_900),
    ("Клей контактный, {size}", "Клеи", "KK", "30_мл 125_мл 750_мл 4_л", PLAIN, ALL, 12, 12_200),
    ("Цинк-спрей {kind}, {size}", "Покрытия", "CZ", SPRAY, (Kind("светлый", "L"),
      Kind("матовый", "M")), ALL, 12, 13_900),
    ("Грунт аэрозольный {kind}, {size}", "Покрытия", "GRA", "400_мл 520_мл", COLOURS[1:], ALL, 6,
     8_400),
    ("Лак аэрозольный {kind}, {size}", "Покрытия", "LA", "400_мл 520_мл", (Kind("глянцевый", "G"),
      Kind("матовый", "M")), ALL, 6, 9_100),
    ("Антигравий {kind}, {size}", "Покрытия", "AG", "500_мл 650_мл 1_кг", (Kind("чёрный", "B"),
      Kind("серый", "G"), Kind("белый", "W")), ALL, 12, 7_300),
    ("Мастика антикоррозионная {kind}, {size}", "Покрытия", "MA", "1_кг 2_кг 5_кг 20_кг",
     (Kind("битумная", "B"), Kind("сланцевая", "S", 106), Kind("резинобитумная", "R", 112)), ALL, 6,
     2_900),
    ("Спрей сварочный антипригарный, {size}", "Сварка", "SW", f"{SPRAY} 5_л 10_л", PLAIN, BOTH, 12,
     5_700),
    ("Холод-спрей, {size}", "Сварка", "HS", "200_мл 400_мл", PLAIN, BOTH, 12, 12_400),
)  # fmt: skip

TOPICS = {"Гигиена": "hygiene", "Автомойка": "wash"}
LIKENESS = {"OTA": "brakes", "SPR": "penetrating"}

BRAKES = Spec(
    name="Очиститель тормозов и деталей, {size}", group=("Химия", "Очистители"), topic="chemical",
    likeness="brakes", grid=grid("500_мл 1_л 5_л 20_л"), size="{l}", makers=(HIMTEK,), pack=6,
    box=2,
    price=lambda _, size: _by_volume(size, 5_600),
    articles={"500 мл": "0893106", "1 л": "0893107", "5 л": "0893108", "20 л": "0893109"},
    description="Снимает масло, смазку и пыль тормозных колодок, не оставляет следа."
    " Не годится для окрашенных поверхностей и пластика.",
)  # fmt: skip
WD40 = Spec(
    name="WD-40 {size}, средство универсальное", group=("Химия", "Смазки"), topic="chemical",
    likeness="penetrating", grid=grid("100_мл 200_мл 300_мл 400_мл 420_мл 5_л"), size="{l}",
    makers=(Maker("WD-40", "WD-40"),),
    pack=6, box=4, price=lambda _, size: _by_volume(size, 13_200),
    articles={"420 мл": "WD-40-420-SMART"},
    description="Вытесняет влагу, освобождает прикипевший крепёж, смазывает и защищает от "
    "коррозии.",
)  # fmt: skip


def _by_volume(size: int, per_hundred: int) -> int:
    """Bigger is cheaper by the millilitre. Sizes below 25 are litres or kilograms, above them
    millilitres or grams; tenths of either come in."""
    amount = size * 100 if size <= 250 else size // 10
    share = 100 if amount <= 600 else 78 if amount <= 2_000 else 58
    return 1_500 + amount * per_hundred // 100 * share // 100


def _small(size: int, per_hundred: int) -> int:
    """What is sold by the gram: a tube of 3 g, a flask of 50 ml."""
    return 4_000 + size // 10 * per_hundred // 100


def _price(per_hundred: int) -> Price:
    rule = _small if per_hundred > 40_000 else _by_volume
    return lambda _, size: rule(size, per_hundred)


def specs() -> Iterator[Spec]:
    yield BRAKES
    yield WD40
    for name, branch, code, sizes, kinds, makers, pack, per_hundred in ROWS:
        yield Spec(
            name=name, likeness=LIKENESS.get(code, ""), group=("Химия", branch),
            topic=TOPICS.get(branch, "chemical"), grid=grid(sizes), code=code, size="{l}",
            kinds=kinds, makers=makers, pack=pack, box=2,
            price=_price(per_hundred),
        )  # fmt: skip
