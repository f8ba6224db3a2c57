"""Which kinds of messages come by themselves, and in which hours none does."""

from collections.abc import Collection

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import callbacks as cb
from bot.keyboards.notices import QuietHours, ShowNotices, Silence
from bot.screen import Button, Heading, Note, Paragraph, Screen


def opener(t: Translator) -> Button:
    return Button(t("notices-title"), ShowNotices().pack())


def notices(
    t: Translator,
    kinds: Collection[str],
    silent: Collection[str],
    quiet: tuple[int, int],
    usual: tuple[int, int],
) -> Screen:
    """`kinds` are those that come to the person at all; `quiet` hours, equal where there are
    none; `usual` are those to begin with."""
    switches = [
        Button(
            t("notices-off" if kind in silent else "notices-on", kind=t(f"notices-kind-{kind}")),
            Silence(kind=kind, on=kind not in silent).pack(),
        )
        for kind in kinds
    ]
    start, end = quiet
    hours = (
        t("notices-quiet", **{"from": f"{start}", "to": f"{end}"})
        if start != end
        else t("notices-quiet-none")
    )
    back = Button(t("button-back"), cb.ShowSettings().pack())
    return Screen(
        (Heading(t("notices-title")), Paragraph(hours), Note(t("notices-hint"))),
        (
            *(tuple(switches[at : at + 2]) for at in range(0, len(switches), 2)),
            *_hours(t, start, end, usual),
            (back, buttons.menu(t)),
        ),
    )


def _hours(
    t: Translator, start: int, end: int, usual: tuple[int, int]
) -> tuple[tuple[Button, ...], ...]:
    """A step of an hour either way, never so far that none are left by a slip."""
    if start == end:
        again = QuietHours(start=usual[0], end=usual[1]).pack()
        return ((Button(t("notices-quiet-on"), again),),)

    def step(key: str, to: tuple[int, int], hour: int) -> Button:
        return Button(t(key, hour=str(hour)), QuietHours(start=to[0], end=to[1]).pack())

    starts = [hour % 24 for hour in (start - 1, start + 1) if hour % 24 != end]
    ends = [hour % 24 for hour in (end - 1, end + 1) if hour % 24 != start]
    none = Button(t("notices-quiet-off"), QuietHours(start=0, end=0).pack())
    return (
        tuple(step("notices-earlier", (hour, end), hour) for hour in starts),
        tuple(step("notices-later", (start, hour), hour) for hour in ends),
        (none,),
    )
