"""Companies with their people, contracts and addresses, and the supplier's staff."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from portal.db.models import Role
from portal.demo.catalogue import Rows, uuid
from portal.demo.companies import FIRST_NAMES, LAST_NAMES, PROFILES, STAFF, Habit, Profile

SHARED_ACCOUNTANT = {24: 2}
"""Companies, by number, whose books are kept by another one's accountant."""
ORDER_LIMIT = 15_000_000
"""Of the second buyer, where there are two."""
TWO_CONTRACTS = 1
"""The company, by number, that has another contract beside its own, and has paid ahead under it."""
MANAGERS = {"Москва": 2, "Санкт-Петербург": 3, "Калининград": 3, "Петрозаводск": 3, "Тверь": 3}
"""Who of the staff looks after a city; the rest goes by time zone."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A company with what its orders need: who orders, who confirms, where it is delivered.

    `region`, `since` and `manager_id` go into its row; `external_id` is 1C's.
    """

    id: int
    external_id: str
    profile: Profile
    buyers: tuple[int, ...]
    manager_id: int
    manager: int
    contract_id: int | None
    addresses: tuple[str, ...]
    since: datetime


def make_customers(known_at: datetime, random: Random) -> tuple[Rows, list[Customer]]:
    """Rows of everything but the companies' own, which wait for their credit limits."""
    rows: Rows = defaultdict(list)
    for number, (name, role, region) in enumerate(STAFF, 1):
        since = known_at - timedelta(days=random.randrange(800, 2000))
        person = _person(rows, name, since)
        rows["staff"].append((number, person, Role(role), region, since))
    accountants: dict[int, int] = {}
    customers = []
    for number, profile in enumerate(PROFILES, 1):
        since = known_at - timedelta(days=random.randrange(400, 1100))
        people = _people(rows, number, profile, since, accountants, random)
        contract = _contract(rows, number, profile, since.date(), known_at.date())
        place = f"{profile.city}, {profile.address}"
        addresses = (
            (place, f"{profile.city}, терминал транспортной компании")
            if number % 3 == 1
            else (place,)
        )
        for text in addresses:
            rows["addresses"].append((len(rows["addresses"]) + 1, number, text, since))
        manager = _manager(profile)
        customers.append(
            Customer(
                number, uuid(random), profile, people, manager, manager, contract, addresses, since
            )
        )
    return rows, customers


def company_row(customer: Customer, credit_limit: int | None) -> tuple[object, ...]:
    profile = customer.profile
    return (
        *(customer.id, customer.external_id, profile.inn(customer.id), profile.kpp),
        *(profile.name, profile.city, profile.timezone, profile.price_type + 1, profile.discount),
        *(credit_limit, profile.delay, customer.manager_id, *_edo(customer), customer.since),
    )


def _edo(customer: Customer) -> tuple[str, str]:
    """Who carries its electronic documents; two of three have somebody."""
    operator = ("Диадок", "СБИС", "")[customer.id % 3]
    inn = customer.profile.inn(customer.id)
    return operator, f"2BM-{inn}-{customer.id:06d}" if operator else ""


def _person(rows: Rows, name: str, since: datetime) -> int:
    number = len(rows["people"]) + 1
    # Numbers of this range are given to nobody.
    phone = f"+7 900 000-{number // 100:02d}-{number % 100:02d}"
    rows["people"].append((number, name, phone, since))
    return number


def _name(random: Random) -> str:
    sex = random.choice("мж")
    last = random.choice(LAST_NAMES) + ("а" if sex == "ж" else "")
    return f"{random.choice(FIRST_NAMES[sex])} {last}"


def _people(
    rows: Rows,
    number: int,
    profile: Profile,
    since: datetime,
    accountants: dict[int, int],
    random: Random,
) -> tuple[int, ...]:
    """Who may order: the owner, and buyers where there are any."""

    def join(person: int, role: Role, limit: int | None = None) -> int:
        rows["memberships"].append(
            (len(rows["memberships"]) + 1, person, number, role, limit, since + timedelta(hours=1))
        )
        return person

    if profile.is_sole_trader:
        _, last, first, _ = profile.name.split()
        return (join(_person(rows, f"{first} {last}", since), Role.OWNER),)
    owner = join(_person(rows, _name(random), since), Role.OWNER)
    buyers = [
        join(_person(rows, _name(random), since), Role.BUYER, ORDER_LIMIT if second else None)
        for second in range(2 if profile.pace > 4 else 1)
    ]
    if number in SHARED_ACCOUNTANT:
        join(accountants[SHARED_ACCOUNTANT[number]], Role.ACCOUNTANT)
    else:
        accountants[number] = join(_person(rows, _name(random), since), Role.ACCOUNTANT)
    return (*buyers, owner)


def _contract(
    rows: Rows, number: int, profile: Profile, signed_on: date, today: date
) -> int | None:
    if profile.habit is Habit.NO_CONTRACT:
        return None
    contract = len(rows["contracts"]) + 1
    valid_to = today - timedelta(days=20) if profile.habit is Habit.EXPIRED else None
    rows["contracts"].append(
        (contract, number, f"Д-{signed_on:%y}/{number:03d}", signed_on, valid_to)
    )
    if number == TWO_CONTRACTS:
        rows["contracts"].append(
            # Signed earlier, so that what is ordered now goes under the other.
            (contract + 1, number, f"П-{number:03d}", signed_on - timedelta(days=30), None)
        )
    return contract


def _manager(profile: Profile) -> int:
    if profile.city in MANAGERS:
        return MANAGERS[profile.city]
    if profile.timezone in {"Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg"}:
        return 4
    return 4 if profile.timezone.startswith("Europe") else 5
