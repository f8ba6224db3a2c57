"""What cuts metal, wood and concrete: drills, taps, mills, hole saws, blades."""

from collections.abc import Iterator

from portal.demo.series import Kind, Maker, Price, Spec, grid, span

TORUMA = Maker("Toruma", "TR", 112)
VOLGA = Maker("Волга-Инструмент")
ZUBRON = Maker("Zubron", "ZB", 86)

JOBBER = span(10, 130, 1, comma=True)
LONG = span(20, 130, 5, comma=True)
TAPER = span(100, 320, 5, comma=True) + " 33 34 35 36 38 40 42 45 50"
STEEL = (Kind("HSS-R", "R", 80), Kind("HSS-G", "G"), Kind("HSS-Co", "C", 235))
SDS = (
    "5: 110 160; 5,5: 110 160; 6: 110 160 210 260; 6,5: 160 210 260; 7: 110 160 210; "
    "8: 110 160 210 260 310 460; 10: 110 160 210 260 310 460 600; 12: 160 210 260 310 460 600 1000;"
    " 14: 160 210 260 310 460 600 1000; 16: 160 210 310 460 600 1000; 18: 200 310 460 600 1000; "
    "20: 200 310 460 600 1000; 22: 260 460 600 1000; 25: 260 460 600 1000; 28: 460 600 1000; "
    "30: 460 600 1000"
)
SDS_MAX = (
    "12: 340 540; 14: 340 540; 16: 340 540 920; 18: 340 540 920; 20: 320 520 920; 22: 320 520 920; "
    "24: 320 520; 25: 320 520 920; 28: 370 570 920; 30: 370 570 920; 32: 370 570 920; 35: 370 570; "
    "38: 570 920; 40: 370 570 920"
)
THREADS = (
    "3: 0,5; 4: 0,7; 5: 0,8; 6: 0,75 1; 7: 1; 8: 1 1,25; 9: 1,25; 10: 1 1,25 1,5; 11: 1,5; "
    "12: 1 1,25 1,5 1,75; 14: 1,25 1,5 2; 16: 1,5 2; 18: 1,5 2 2,5; 20: 1,5 2 2,5; 22: 1,5 2 2,5; "
    "24: 1,5 2 3; 27: 2 3; 30: 2 3,5; 33: 2 3,5; 36: 3 4"
)
WOOD_TEETH = (
    "130×20: 20 30 40; 140×20: 20 36 42; 160×20: 18 24 36 48; 165×20: 24 36 48; "
    "185×20: 24 36 48 60; 190×30: 24 36 48 60; 200×32: 24 36 48 60; 210×30: 24 36 48 64; "
    "216×30: 24 48 60 80; 230×30: 24 36 48 64; 235×30: 24 36 48 64; 250×30: 24 40 60 80; "
    "255×30: 40 60 80 100; 300×30: 36 48 72 96; 305×30: 40 60 80 100; 350×50: 36 56 84"
)

DRILLS = (
    # name, branch, code, sizes, kinds, base, kopecks per d² / 100, makers
    ("Сверло по металлу {kind} DIN 338 {size}", "Свёрла по металлу", "338", JOBBER, STEEL, 2_400,
     58, (TORUMA, VOLGA, ZUBRON)),
    ("Сверло по металлу {kind} с титановым покрытием {size}", "Свёрла по металлу", "338T", JOBBER,
     (Kind("HSS-TiN", "T", 128),), 2_400, 58, (TORUMA, ZUBRON)),
    ("Сверло по металлу удлинённое {kind} DIN 340 {size}", "Свёрла по металлу", "340", LONG,
     (Kind("HSS-G", "G", 190), Kind("HSS-Co", "C", 390)), 3_000, 70, (TORUMA, VOLGA)),
    ("Сверло по металлу короткое {kind} DIN 1897 {size}", "Свёрла по металлу", "1897", LONG,
     (Kind("HSS-G", "G", 96), Kind("HSS-Co", "C", 220)), 2_000, 50, (TORUMA, VOLGA)),
    ("Сверло с коническим хвостовиком {kind} DIN 345 {size}", "Свёрла по металлу", "345", TAPER,
     (Kind("HSS", "H"), Kind("HSS-Co", "C", 260)), 9_000, 62, (TORUMA, VOLGA)),
    ("Развёртка машинная {size}, H7, {kind}", "Развёртки", "208", span(30, 320, 10, comma=True),
     (Kind("HSS-E", "E"), Kind("Р6М5", "P", 74)), 48_000, 190, (TORUMA, VOLGA)),
    ("Фреза концевая {size}, {kind}", "Фрезы", "844", span(20, 320, 10, comma=True),
     (Kind("HSS, 4 зуба", "4"), Kind("HSS-Co8, 4 зуба", "8", 170), Kind("HSS, 2 зуба", "2", 96),
      Kind("твёрдый сплав, 4 зуба", "V", 460)), 26_000, 170, (TORUMA, VOLGA)),
    ("Зенкер {size}, 90°, {kind}", "Зенкеры", "335", "4,3 6 6,3 8,3 10,4 12,4 16,5 20,5 25 31",
     (Kind("HSS", "H"), Kind("HSS-Co", "C", 180)), 38_000, 150, (TORUMA, ZUBRON)),
    ("Сверло по дереву спиральное {size}", "Свёрла по дереву", "SW", "3 4 5 6 7 8 9 10 12 14 16",
     (Kind("", ""),), 5_000, 45, (VOLGA, ZUBRON)),
    ("Сверло перьевое {size}", "Свёрла по дереву", "SF",
     "6 8 10 12 13 14 16 18 20 22 24 25 26 28 30 32 35 38 40 45 50", (Kind("", ""),), 9_000, 6,
     (VOLGA, ZUBRON)),
    ("Сверло Форстнера {size}", "Свёрла по дереву", "FR",
     "10 12 14 15 16 18 20 22 24 25 26 28 30 32 34 35 38 40 45 50 55 60", (Kind("", ""),), 24_000,
     15, (TORUMA, ZUBRON)),
    ("Сверло по стеклу и плитке {size}", "Свёрла по стеклу", "GL", "3 4 5 6 7 8 10 12 14 16",
     (Kind("", ""), Kind("шестигранный хвостовик", "H", 125)), 9_000, 130, (TORUMA, ZUBRON)),
    ("Коронка биметаллическая {size}", "Коронки", "BM",
     "14 16 17 19 20 21 22 24 25 27 29 30 32 33 35 37 38 40 41 43 44 46 48 51 52 54 57 59 60 64 65 "
     "67 68 70 73 76 79 83 86 89 92 95 98 102 105 108 111 114 121 127 133 140 152 160 168 177 210",
     (Kind("", ""), Kind("с кобальтом 8%", "C8", 145)), 30_000, 6, (TORUMA, VOLGA, ZUBRON)),
    ("Коронка алмазная по плитке {size}", "Коронки", "AD",
     "6 8 10 12 14 16 18 20 22 25 28 32 35 38 40 44 50 55 60 65 68 70 75 80 90 100 110 120",
     (Kind("", ""), Kind("вакуумное спекание, М14", "M14", 230)), 45_000, 9, (TORUMA, ZUBRON)),
    ("Коронка твердосплавная {size}", "Коронки", "TC", span(16, 60, 1) + " 65 70 75 80 90 100",
     (Kind("", ""),), 78_000, 36, (TORUMA, ZUBRON)),
)  # fmt: skip


def _drill(base: int, per: int) -> Price:
    return lambda _, d: base + d * d * per // 100


def _hammer_drill(base: int) -> Price:
    return lambda d, length: base + d * length // 42 + d * d // 3


def _tap(percent: int) -> Price:
    return lambda d, _: (14_000 + d * d * 2) * percent // 100


def specs() -> Iterator[Spec]:
    for name, branch, code, sizes, kinds, base, per, makers in DRILLS:
        yield Spec(
            name=name, group=("Инструмент", branch), topic="drill", grid=grid(sizes), code=code,
            size="{l} мм", kinds=kinds, makers=makers,
            pack=lambda _, d: 10 if d <= 80 else 5 if d <= 130 else 1,
            price=_drill(base, per),
        )  # fmt: skip
    for name, code, sizes, base in (
        ("Бур SDS-plus {size}, {kind}", "SDP", SDS, 7_000),
        ("Бур SDS-max {size}, {kind}", "SDM", SDS_MAX, 52_000),
    ):
        yield Spec(
            name=name, group=("Инструмент", "Буры"), topic="drill", grid=grid(sizes), code=code,
            kinds=(Kind("2 кромки", "2"), Kind("4 кромки", "4", 165)), makers=(TORUMA, VOLGA,
            ZUBRON), pack=10,
            price=_hammer_drill(base),
        )  # fmt: skip
    for name, code, percent in (
        ("Метчик ручной {size}, комплект, {kind}", "352", 130),
        ("Метчик машинный {size}, сквозной, {kind}", "371", 115),
        ("Метчик машинный {size}, глухой, {kind}", "376", 120),
        ("Плашка {size}, {kind}", "223", 100),
    ):
        yield Spec(
            name=name, group=("Инструмент", "Метчики и плашки"), topic="drill", grid=grid(THREADS),
            code=code, size="М{d}×{l}", makers=(TORUMA, VOLGA),
            kinds=(Kind("HSS", "H"), Kind("HSS-E", "E", 160)),
            price=_tap(percent),
        )  # fmt: skip
    yield Spec(
        name="Диск пильный {size}, {kind}", group=("Инструмент", "Диски пильные"), topic="drill",
        grid=grid(WOOD_TEETH), size="{d}×{l}Т", code="PD",
        kinds=(Kind("по дереву", "W"), Kind("по ламинату", "L", 120), Kind("по алюминию", "A",
        150)),
        makers=(TORUMA, VOLGA, ZUBRON), price=lambda d, teeth: 9_000 + d * 18 + teeth * 75,
    )  # fmt: skip
    for name, code, sizes in (
        ("Пилка для лобзика {size}, 5 шт", "LB",
         "T101A T101AO T101B T101BR T101D T111C T118A T118B T118G T118EOF T119B T119BO T127D T144D "
         "T144DP T227D T234X T244D T301CD T318A T318B T321AF T344D T345XF"),
        ("Полотно для сабельной пилы {size}, 5 шт", "SB",
         "S511DF S611DF S617K S644D S711DF S811H S922BF S922EF S922HF S925VF S1025VF S1111K "
         "S1122BF "
         "S1131L S1211H S1222VF S1225VF S1531L S1542K S2243HM"),
    ):  # fmt: skip
        yield Spec(
            name=name, group=("Инструмент", "Пилки и полотна"), topic="drill", grid=grid(sizes),
            size="{l}", code=code, makers=(TORUMA, VOLGA, ZUBRON), pack=10, unit="упак",
            price=lambda _, place: 19_000 + place % 70 * 150,
        )  # fmt: skip
    yield Spec(
        name="Пластина сменная твердосплавная {size}, {kind}", group=("Инструмент", "Пластины"),
        topic="drill", grid=grid(
            "CNMG: 120404 120408 120412 160608 160612 190612; DNMG: 110404 110408 150604 150608;"
            " SNMG: 120404 120408 120412; TNMG: 160404 160408 220408 220412; VNMG: 160404 160408;"
            " WNMG: 060404 060408 080404 080408 080412; CCMT: 060204 09T304 09T308 120404; "
            "DCMT: 070204 11T304 11T308; TCMT: 110204 16T304 16T308; APKT: 1003PDR 1604PDR; "
            "APMT: 1135PDER 1604PDER; SEKT: 1204AFTN 12T3AGSN; RPMT: 10T3MO 1204MO"),
        size="{d} {l}", makers=(TORUMA, VOLGA), pack=10, by_pack=True, code="P",
        kinds=(Kind("по стали", "P"), Kind("по нержавеющей стали", "M", 118),
               Kind("по чугуну", "K", 104), Kind("по алюминию", "N", 126)),
        price=lambda _, place: 31_000 + place % 170 * 90,
    )  # fmt: skip
