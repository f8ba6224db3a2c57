"""The command line: what it prints, and one clear line for what a person can mend."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.__main__ import main
from portal.commands.line import parser
from portal.config import Settings
from portal.db.models import Company, Document, Group
from portal.db.session import Database
from tests.portal.world import INN, a_price_type

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    logging_as_it_was: None,
) -> Run:
    """`run("invite", ...)` gives the exit code, stdout, stderr."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return run


def test_help_is_worth_reading(capsys: pytest.CaptureFixture[str]) -> None:
    commands = "serve demo-data import export-orders add-document configure company invite token"
    commands += " outgoing"
    for command in commands.split():
        with pytest.raises(SystemExit) as done:
            main([command, "--help"])
        assert done.value.code == 0
        assert len(capsys.readouterr().out) > 200
    assert "examples:" in parser().format_help()


def test_invite_prints_a_code_and_a_link(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run("invite", "--inn", INN, "--role", "owner", "--name", "Болты", "--json")
    assert code == 0
    assert json.loads(out).keys() == {"code"}
    monkeypatch.setenv("BOT_USERNAME", "@artikul_bot")
    _, out, _ = run("invite", "--inn", INN, "--role", "buyer", "--json")
    made = json.loads(out)
    assert made["link"] == f"https://t.me/artikul_bot?start={made['code']}"
    assert len(made["code"]) == 32
    _, out, _ = run("invite", "--role", "manager", "--name", "Игорь Петров")
    assert re.match(r"[\w-]{32}\nhttps://t\.me/artikul_bot\?start=[\w-]{32}\n.*the staff", out)


def test_a_new_company_gets_the_price_type_that_was_named(run: Run, sqlite_url: str) -> None:
    async def make_price_types() -> None:
        database = Database(sqlite_url)
        for name in ("Розница", "Опт"):
            await a_price_type(database, name)
        await database.dispose()

    async def given() -> list[int | None]:
        database = Database(sqlite_url)
        async with database.read() as session:
            found = await session.scalars(select(Company.price_type_id).order_by(Company.id))
        await database.dispose()
        return list(found)

    invite = "invite", "--role", "owner", "--name", "Болты", "--inn"
    _, _, err = run(*invite, "7830002293")
    assert err.startswith("Болты has no price type and will see no price: import the catalogue,")
    asyncio.run(make_price_types())
    run(*invite, INN)
    run(*invite, "7736050003", "--price-type", "опт")
    run("invite", "--role", "buyer", "--inn", "7830002293", "--price-type", "2")
    assert asyncio.run(given()) == [2, 1, 2]
    run(*invite, INN, "--price-type", "2")
    assert asyncio.run(given()) == [2, 1, 2]
    code, _, err = run(*invite, "500100732259", "--price-type", "нет такого")
    assert code == 2
    assert err == "portal: there is no price type нет такого; there are: Розница, Опт\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("invite", "--inn", "7707083894", "--role", "buyer"), "7707083894 is no INN"),
        (("invite", "--inn", INN, "--role", "buyer"), "no company has the INN"),
        (("invite", "--role", "buyer"), "--inn is needed"),
        (("invite", "--role", "manager", "--inn", INN), "leave --inn out"),
        (("token",), "--inn is needed"),
        (("token", "--inn", INN), "no company has the INN"),
        (("import", "nowhere.xml"), "nowhere.xml"),
    ],
)
def test_what_a_person_got_wrong_is_one_line(
    run: Run, arguments: tuple[str, ...], says: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("portal: ")
    assert says in err


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("PORTAL_LISTEN", "somewhere", "must be host:port"),
        ("TIMEZONE", "Mars/Olympus", "is no time zone"),
        ("LOG_LEVEL", "loud", "must be DEBUG"),
        ("LOG_JSON", "perhaps", "LOG_JSON"),
        ("PORTAL_DATABASE_URL", "mysql://root@localhost/x", "must begin with sqlite:///"),
        ("PORTAL_DATABASE_URL", "nonsense", "is no database address"),
        ("PORTAL_DATABASE_URL", "postgresql://postgres@127.0.0.1:1/x", "cannot be reached"),
        ("PORTAL_DATABASE_URL", f"sqlite:///{__file__}", "file is not a database"),
        ("PORTAL_DATABASE_URL", "sqlite:////dev/null/portal.db", "/dev/null"),
        ("PORTAL_DATABASE_URL", "sqlite:////dev", "/dev: is a directory"),
    ],
)
def test_a_broken_setting_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, says: str
) -> None:
    monkeypatch.setenv(setting, value)
    code, out, err = run("token", "--role", "manager")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_a_port_that_is_taken_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("PORTAL_LISTEN", address)
        code, _, err = run("serve")
    assert code == 2
    assert err == (
        f"portal: cannot listen at {address}: address already in use."
        " PORTAL_LISTEN sets another address\n"
    )


def test_tokens_of_a_company_and_of_the_staff(run: Run) -> None:
    run("invite", "--inn", INN, "--role", "owner", "--name", "Болты")
    _, out, _ = run("token", "--inn", INN)
    assert re.fullmatch(r"[\w-]{32}\n", out)
    _, out, _ = run("token", "--inn", INN, "--role", "buyer", "--json")
    assert json.loads(out).keys() == {"token", "person"}
    code, _, _ = run("token", "--role", "director")
    assert code == 0


def test_invite_works_while_others_use_the_database(run: Run, sqlite_url: str) -> None:
    """The bot reads and has just written; the command takes its turn."""

    async def beside() -> int:
        database = Database(sqlite_url)
        async with database.write() as session:
            session.add(Group(name="Болты"))
        async with database.read() as session:
            await session.get(Group, 1)
            arguments = ["invite", "--inn", INN, "--role", "owner", "--name", "Болты"]
            code = await asyncio.to_thread(main, arguments)
        await database.dispose()
        return code

    assert asyncio.run(beside()) == 0


def test_serve_answers_and_stops_cleanly(run: Run, tmp_path: Path) -> None:
    run("invite", "--inn", INN, "--role", "owner", "--name", "Болты")
    _, token, _ = run("token", "--inn", INN)
    process = subprocess.Popen(
        [sys.executable, "-m", "portal", "serve"],
        env=os.environ
        | {"PORTAL_LISTEN": "127.0.0.1:0", "LOG_JSON": "1"}
        | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        first = json.loads(process.stderr.readline())
        address = re.search(r"http://[\d.:]+", first["event"])
        assert address
        request = urllib.request.Request(
            f"{address[0]}/api/v1/me", headers={"Authorization": f"Bearer {token.strip()}"}
        )
        with urllib.request.urlopen(request) as answer:
            assert json.load(answer)["companies"][0]["inn"] == INN
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=20)[1]
    finally:
        process.kill()
    assert process.returncode == 0
    lines = [json.loads(line) for line in rest.splitlines()]
    assert {line["level"] for line in lines} == {"info"}
    assert token.strip() not in rest
    assert not list(tmp_path.glob("*-wal"))


def test_a_document_of_the_accounts_is_kept(run: Run, tmp_path: Path, sqlite_url: str) -> None:
    run("invite", "--inn", INN, "--role", "owner", "--name", "Болты")
    paper = tmp_path / "УПД 118.pdf"
    paper.write_bytes(b"%PDF-1.7 upd")
    about = ("--inn", INN, "--kind", "tax_invoice", "--number", "118", "--date", "2026-11-25")
    again = (str(paper), *about, "--amount", "48000,50", "--external-id", "1c-118")
    code, out, err = run("add-document", *again, "--json")
    assert (code, json.loads(out)) == (0, {"id": "d1"}), err
    assert json.loads(run("add-document", *again, "--json")[1]) == {"id": "d1"}
    assert paper.exists()
    [kept] = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert kept.read_bytes() == b"%PDF-1.7 upd"

    async def amount() -> int | None:
        database = Database(sqlite_url)
        async with database.read() as session:
            found = await session.scalar(select(Document.amount))
        await database.dispose()
        return found

    assert asyncio.run(amount()) == 48_000_50
    code, _, err = run("add-document", str(paper), *about, "--order", "7")
    assert (code, err) == (2, "portal: the company has no order 7\n")
    paper.write_bytes(b"not a document")
    code, _, err = run("add-document", str(paper), *about)
    assert (code, err.startswith("portal: such a file is not kept")) == (2, True)
