"""Fasteners by their DIN numbers: bolts, screws, studs, nuts, washers, pins."""

from collections.abc import Iterator

from portal.demo.series import Grid, Kind, Maker, Price, Spec

DIAMETERS = (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 27, 30, 36)
LENGTHS = (
    *(5, 6, 8, 10, 12, 16, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 100, 110),
    *(120, 130, 140, 150, 160, 170, 180, 190, 200, 220, 240, 260, 280, 300),
)
PACKS = (1, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)

MATERIALS = {
    "4.8": Kind("4.8, цинк", "48", 85),
    "5.8": Kind("5.8, цинк", "58", 90),
    "8.8": Kind("8.8, цинк", "88", 100),
    "8.8b": Kind("8.8, без покрытия", "88B", 94),
    "8.8g": Kind("8.8, горячий цинк", "88G", 165),
    "10.9": Kind("10.9, цинк", "109", 140),
    "10.9b": Kind("10.9, без покрытия", "109B", 132),
    "12.9": Kind("12.9, без покрытия", "129", 175),
    "zn": Kind("цинк", "ZN", 100),
    "yz": Kind("жёлтый цинк", "YZ", 112),
    "a2": Kind("А2", "A2", 390),
    "a4": Kind("А4", "A4", 590),
    "br": Kind("латунь", "LS", 480),
    "pa": Kind("полиамид", "PA", 70),
}
HOUSE = Maker("Норд-Метиз")
TVER = Maker("Тверь-Метиз", "ТМ", 93)
INOX = Maker("Inoxar", "INX", 108)

RATE = 36_000
"""Kopecks for a kilogram of an ordinary zinc-plated bolt."""


def _rod(d: int, length: int) -> int:
    """Milligrams of a bolt with its head; sizes in tenths of a millimetre."""
    return 6 * d * d * length // 1_000 + d**3 // 100


def _nut(d: int, _length: int) -> int:
    return 95 * d**3 // 10_000


def _washer(d: int, _length: int) -> int:
    return 35 * d**3 // 10_000


def _stud(d: int, length: int) -> int:
    return 53 * d * d * length // 10_000


def _wire(d: int, length: int) -> int:
    return 62 * d * d * length // 20_000


def _threads(first: int, last: int, shortest: int, longest: int) -> Grid:
    """Diameters and their lengths, which run from and to so many tenths of a diameter."""
    return tuple(
        (str(d), lengths)
        for d in DIAMETERS
        if first <= d <= last
        and (
            lengths := tuple(
                str(size) for size in LENGTHS if shortest * d <= 10 * size <= longest * d
            )
        )
    )


def _sizes(first: int, last: int) -> Grid:
    return (("", tuple(str(d) for d in DIAMETERS if first <= d <= last)),)


Row = tuple[str, str, str, Grid, Price, int, str, str]

LONG = (
    # name, group, code, thread grid, mass, price in % of an ordinary bolt, materials
    ("Болт с шестигранной головкой DIN 933", "Болты", "933", _threads(4, 36, 12, 140), _rod, 100,
     "5.8 8.8 8.8b 8.8g 10.9 10.9b a2 a4"),
    ("Болт с шестигранной головкой DIN 931", "Болты", "931", _threads(6, 36, 40, 230), _rod, 105,
     "5.8 8.8 8.8b 8.8g 10.9 10.9b a2 a4"),
    ("Болт с мелким шагом резьбы DIN 961", "Болты", "961", _threads(8, 24, 20, 100), _rod, 150,
     "8.8 10.9b a2"),
    ("Болт с фланцем DIN 6921", "Болты", "6921", _threads(5, 16, 18, 110), _rod, 130,
     "8.8 10.9 a2"),
    ("Болт мебельный DIN 603", "Болты", "603", _threads(5, 16, 25, 200), _rod, 108,
     "4.8 8.8g a2 a4"),
    ("Болт лемешный DIN 608", "Болты", "608", _threads(8, 20, 25, 80), _rod, 160, "8.8b 10.9b"),
    ("Болт откидной DIN 444", "Болты", "444", _threads(6, 20, 50, 150), _rod, 260, "zn a2 a4"),
    ("Винт с внутренним шестигранником DIN 912", "Винты", "912", _threads(3, 30, 15, 180), _rod,
     125, "8.8 10.9 12.9 a2 a4"),
    ("Винт с внутренним шестигранником, потайной DIN 7991", "Винты", "7991",
     _threads(3, 20, 18, 100), _rod, 135, "8.8 10.9 a2 a4"),
    ("Винт с внутренним шестигранником, полукруглый ISO 7380", "Винты", "7380",
     _threads(3, 16, 15, 90), _rod, 140, "10.9 8.8 a2 a4"),
    ("Винт с полукруглой головкой DIN 7985", "Винты", "7985", _threads(2, 10, 15, 140), _rod, 112,
     "4.8 yz a2 a4 br"),
    ("Винт с потайной головкой DIN 965", "Винты", "965", _threads(2, 10, 15, 140), _rod, 112,
     "4.8 yz a2 a4 br"),
    ("Винт с прессшайбой DIN 967", "Винты", "967", _threads(3, 8, 15, 80), _rod, 118, "4.8 a2"),
    ("Винт установочный с плоским концом DIN 913", "Винты", "913", _threads(3, 16, 10, 60), _stud,
     190, "12.9 a2 a4"),
    ("Винт установочный с острым концом DIN 914", "Винты", "914", _threads(3, 16, 10, 60), _stud,
     190, "12.9 a2"),
    ("Винт установочный с засверленным концом DIN 916", "Винты", "916", _threads(3, 16, 10, 60),
     _stud, 190, "12.9 a2"),
    ("Винт барашковый DIN 316", "Винты", "316", _threads(4, 12, 20, 80), _rod, 280, "zn a2 pa"),
    ("Шпилька с ввинчиваемым концом DIN 939", "Шпильки", "939", _threads(6, 24, 25, 100), _stud,
     170, "5.8 8.8b a2"),
    ("Шуруп с шестигранной головкой DIN 571", "Шурупы", "571", _threads(6, 16, 40, 250), _rod, 95,
     "zn 8.8g a2 a4"),
    ("Штифт цилиндрический DIN 7", "Штифты и шплинты", "7", _threads(2, 20, 20, 100), _stud, 220,
     "8.8b a2"),
    ("Штифт пружинный DIN 1481", "Штифты и шплинты", "1481", _threads(2, 16, 20, 110), _stud, 260,
     "8.8b a2"),
    ("Палец с отверстием под шплинт DIN 1444", "Штифты и шплинты", "1444", _threads(6, 24, 25, 90),
     _rod, 230, "zn a2"),
    ("Шплинт разводной DIN 94", "Штифты и шплинты", "94", _threads(2, 10, 40, 160), _wire, 210,
     "zn a2 a4 br"),
)  # fmt: skip

ROUND = (
    # name, group, code, first and last diameter, mass, %, materials
    ("Гайка шестигранная DIN 934", "Гайки", "934", 2, 36, _nut, 100,
     "5.8 8.8 8.8b 8.8g 10.9 a2 a4 br"),
    ("Гайка самоконтрящаяся DIN 985", "Гайки", "985", 3, 36, _nut, 135, "8.8 10.9 8.8g a2 a4"),
    ("Гайка самоконтрящаяся высокая DIN 982", "Гайки", "982", 5, 24, _nut, 170, "8.8 10.9 a2"),
    ("Гайка с фланцем DIN 6923", "Гайки", "6923", 4, 20, _nut, 140, "8.8 10.9 a2 a4"),
    ("Гайка колпачковая DIN 1587", "Гайки", "1587", 3, 24, _nut, 230, "zn a2 a4 br"),
    ("Гайка низкая DIN 439", "Гайки", "439", 3, 36, _nut, 90, "4.8 8.8b a2 a4"),
    ("Гайка барашковая DIN 315", "Гайки", "315", 4, 16, _nut, 300, "zn a2 a4 br pa"),
    ("Гайка соединительная DIN 6334", "Гайки", "6334", 5, 30, _nut, 420, "5.8 8.8 a2 a4"),
    ("Гайка квадратная DIN 557", "Гайки", "557", 4, 16, _nut, 150, "5.8 a2"),
    ("Гайка корончатая DIN 935", "Гайки", "935", 5, 36, _nut, 260, "8.8 8.8b a2"),
    ("Рым-гайка DIN 582", "Такелаж", "582", 6, 36, _nut, 900, "zn a2 a4"),
    ("Рым-болт DIN 580", "Такелаж", "580", 6, 36, _nut, 950, "zn a2 a4"),
    ("Шайба плоская DIN 125", "Шайбы", "125", 2, 36, _washer, 100, "zn 8.8g yz a2 a4 br pa"),
    ("Шайба увеличенная DIN 9021", "Шайбы", "9021", 3, 30, _washer, 310, "zn 8.8g yz a2 a4 pa"),
    ("Шайба пружинная DIN 127", "Шайбы", "127", 2, 36, _washer, 90, "zn 8.8g a2 a4"),
    ("Шайба кузовная DIN 440", "Шайбы", "440", 6, 24, _washer, 480, "zn 8.8g a2"),
    ("Шайба усиленная DIN 7349", "Шайбы", "7349", 4, 30, _washer, 290, "zn a2"),
    ("Шайба зубчатая DIN 6797", "Шайбы", "6797", 3, 24, _washer, 160, "zn a2"),
    ("Шайба стопорная NFE 25-511", "Шайбы", "25511", 3, 20, _washer, 190, "zn a2"),
    ("Кольцо стопорное наружное DIN 471", "Кольца", "471", 4, 36, _washer, 260, "8.8b a2"),
    ("Кольцо стопорное внутреннее DIN 472", "Кольца", "472", 8, 36, _washer, 280, "8.8b a2"),
    ("Шайба стопорная быстросъёмная DIN 6799", "Кольца", "6799", 2, 24, _washer, 240, "8.8b a2"),
)  # fmt: skip

STAINLESS = {"a2", "a4"}


def _by_maker(materials: str) -> Iterator[tuple[tuple[Kind, ...], tuple[Maker, ...]]]:
    """Who makes what: stainless comes from Inoxar too, everything else from Tver."""
    steel = [key for key in materials.split() if key not in STAINLESS]
    inox = [key for key in materials.split() if key in STAINLESS]
    if steel:
        yield tuple(MATERIALS[key] for key in steel), (HOUSE, TVER)
    if inox:
        yield tuple(MATERIALS[key] for key in inox), (HOUSE, INOX)


def _price(mass: Price, base: int, percent: int) -> Price:
    return lambda d, length: base + mass(d, length) * RATE * percent // 10**8


def _pack(mass: Price) -> Price:
    """As many as weigh about two kilograms."""

    def fitting(d: int, length: int) -> int:
        most = 2_300_000 // max(mass(d, length), 1)
        return max((size for size in PACKS if size <= most), default=1)

    return fitting


def _round(mass: Price) -> Price:
    """Of what has a diameter only, which is the tail of the grid."""
    return lambda _, d: mass(d, 0)


def specs() -> Iterator[Spec]:
    rows: list[Row] = [(*row, "{d}×{l}") for row in LONG]
    rows += [
        (name, group, code, _sizes(first, last), _round(mass), percent, materials, "{l}")
        for name, group, code, first, last, mass, percent, materials in ROUND
    ]
    for name, group, code, sizes, mass, percent, materials, size in rows:
        form = size if group == "Штифты и шплинты" else "М" + size
        for kinds, makers in _by_maker(materials):
            yield Spec(
                name=name + " {size}, {kind}",
                group=("Крепёж", group, " ".join(name.split()[-2:])),
                topic="bolt",
                grid=sizes,
                size="{l} мм" if group == "Кольца" else form,
                code=code,
                kinds=kinds,
                makers=makers,
                price=_price(mass, 20, percent),
                pack=_pack(mass),
                box=10,
                by_pack=True,
            )
