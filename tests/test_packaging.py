"""What is shipped: the wheel, the pinned requirements, the image, the compose file.

There is no Docker engine where this was written, so the image is read rather than built.
"""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import bot.config
import portal.config
from bot.__main__ import COMMANDS
from tests.support.compose import read

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
PACKAGES = set(WHEEL["packages"])

LOOK_AROUND = """
import asyncio, json, pathlib, sys, tempfile
import bot.__main__, portal.__main__, sandbox.__main__
import bot.db.session, portal.db.session, sandbox.server
from bot.i18n import Translators
with tempfile.TemporaryDirectory() as folder:
    for room, db in (("bot", bot.db.session), ("portal", portal.db.session)):
        asyncio.run(db.migrate(f"sqlite+aiosqlite:///{folder}/{room}.db"))
print(json.dumps({
    "home": str(pathlib.Path(bot.__file__).parent.parent),
    "languages": sorted(t.language for t in map(Translators().__getitem__, ("ru", "en"))),
    "page": (pathlib.Path(sandbox.__file__).parent / "page" / "index.html").is_file(),
}))
"""


def look_around(home: Path, elsewhere: Path) -> dict[str, object]:
    """What an Artikul that is installed in `home` finds of itself, started somewhere else."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", LOOK_AROUND],
        cwd=elsewhere,
        env={"PYTHONPATH": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_what_the_wheel_takes_along_is_enough(tmp_path):
    """Laid out as the wheel would be, for want of the build backend in the requirements."""
    home, elsewhere = tmp_path / "site-packages", tmp_path / "elsewhere"
    elsewhere.mkdir()
    for package in WHEEL["packages"]:
        shutil.copytree(ROOT / package, home / package)
    for source, target in WHEEL["force-include"].items():
        shutil.copytree(ROOT / source, home / target)
    assert look_around(home, elsewhere) == {
        "home": str(home),
        "languages": ["en", "ru"],
        "page": True,
    }


def test_nothing_of_the_packages_is_ignored_by_git():
    """Hatchling leaves out what .gitignore names; a package called `data` would be missing."""
    files = [
        str(path.relative_to(ROOT))
        for room in (*WHEEL["packages"], *WHEEL["force-include"])
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        cwd=ROOT,
        input="\n".join(files),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == []


@pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None,
    reason="hatchling, the build backend, is not installed, and a test fetches nothing",
)
def test_the_wheel_holds_everything(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    for room in (*PACKAGES, "locales"):
        for path in (ROOT / room).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert str(path.relative_to(ROOT)) in held


def test_every_package_is_in_the_wheel():
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - {
        "tests",
        "bench",
    } == PACKAGES


def test_the_console_script_leads_somewhere():
    module, _, function = PROJECT["project"]["scripts"]["artikul"].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", re.M)


def pinned(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Package → its version and hashes."""
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text, "an index address"
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M)
    pins = {}
    for block in filter(str.strip, blocks):
        found = PIN.match(block)
        assert found, block
        hashes = frozenset(re.findall(r"sha256:[0-9a-f]{64}", block))
        assert hashes, block
        pins[found[1]] = (found[2], hashes)
    return pins


def normal(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_what_runs_is_pinned_as_what_is_tested():
    runtime, everything = pinned("requirements-runtime.txt"), pinned("requirements.txt")
    for name, pin in runtime.items():
        assert everything[name] == pin, name
    wanted = {normal(each) for each in PROJECT["project"]["dependencies"]}
    assert wanted <= runtime.keys()
    extra = {normal(each) for each in PROJECT["project"]["optional-dependencies"]["dev"]}
    assert extra <= everything.keys()
    assert not extra & runtime.keys(), "tools have no place in the image"


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's: (`RUN`, what follows), continued lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.M)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    found = []
    for line in filter(str.strip, lines):
        word, _, rest = line.partition(" ")
        found.append((word, rest.strip()))
    return found


def said(word: str) -> list[str]:
    return [rest for each, rest in instructions() if each == word]


def test_the_image_is_slim_and_of_a_python_that_we_support():
    [base] = said("FROM")
    found = re.fullmatch(r"python:3\.(\d+)-slim", base)
    assert found
    assert int(found[1]) >= int(PROJECT["project"]["requires-python"].removeprefix(">=3."))


def test_the_image_installs_what_is_pinned_and_keeps_no_cache():
    [install] = [run for run in said("RUN") if "pip install" in run]
    assert "--require-hashes" in install
    assert "requirements-runtime.txt" in install
    environment = " ".join(said("ENV"))
    assert "PIP_NO_CACHE_DIR=1" in environment
    assert "PYTHONUNBUFFERED=1" in environment


def test_the_image_has_all_packages_and_nothing_that_is_not_there():
    copied = {copy.split()[0] for copy in said("COPY")}
    assert copied == {"requirements-runtime.txt", "locales", *PACKAGES}
    assert all((ROOT / source).exists() for source in copied)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    assert ignored[1] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == copied


def test_the_image_runs_as_nobody_in_particular():
    words = [word for word, _ in instructions()]
    [user] = said("USER")
    assert user not in {"root", "0"}
    assert words.index("USER") < words.index("ENTRYPOINT")
    [account] = [run for run in said("RUN") if "useradd" in run]
    assert account.split("useradd")[1].split("&&")[0].split()[-1] == user
    assert f"-o {user}" in account, "the data directory has to be the user's"


def test_the_image_keeps_its_data_on_a_volume():
    [volume] = said("VOLUME")
    assert f"DATA_DIR={volume}" in " ".join(said("ENV"))
    assert volume.startswith(said("WORKDIR")[0] + "/")


def test_the_image_is_asked_how_it_is_and_starts_the_bot():
    [check] = said("HEALTHCHECK")
    command = json.loads(check[check.index("[") :])
    assert command == ["python", "-m", "bot", "health"]
    assert json.loads(said("ENTRYPOINT")[0]) == ["python", "-m"]
    room, name = json.loads(said("CMD")[0])
    assert room in PACKAGES
    assert {"health", name} <= COMMANDS.keys()


COMPOSE = read((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
SETTINGS = {"bot": bot.config.Settings, "portal": portal.config.Settings}


def room_of(service: dict) -> str:
    return service.get("command", ["bot"])[0]


OURS = {name: service for name, service in SERVICES.items() if "build" in service}


def test_without_a_profile_there_is_the_bot_alone_with_a_volume():
    plain = {name for name, service in SERVICES.items() if "profiles" not in service}
    assert plain == {"bot"}
    [mount] = SERVICES["bot"]["volumes"]
    name, place = mount.split(":")
    assert name in COMPOSE["volumes"]
    assert place == SERVICES["bot"]["environment"]["DATA_DIR"] == said("VOLUME")[0]


def test_the_grown_profile_has_postgres_and_redis():
    grown = {n for n, service in SERVICES.items() if service.get("profiles") == ["grown"]}
    assert grown == {"bot-grown", "portal", "postgres", "redis"}
    images = {n: SERVICES[n]["image"].split(":")[0] for n in ("postgres", "redis")}
    assert images == {"postgres": "postgres", "redis": "redis"}


@pytest.mark.parametrize("name", OURS)
def test_only_settings_differ_and_all_of_them_exist(name):
    service = OURS[name]
    assert service["image"] == "artikul"
    settings = SETTINGS[room_of(service)]
    assert {key.lower() for key in service["environment"]} <= settings.model_fields.keys()
    values = {key.lower(): value for key, value in service["environment"].items()}
    settings(_env_file=None, **values)


def test_services_reach_each_other():
    grown, alone = SERVICES["bot-grown"]["environment"], SERVICES["portal"]["environment"]
    port = alone["PORTAL_LISTEN"].split(":")[1]
    assert alone["PORTAL_LISTEN"].startswith("0.0.0.0:")
    assert grown["PORTAL_URL"] == f"http://portal:{port}"
    assert grown["REDIS_URL"].startswith("redis://redis:")
    databases = (ROOT / "docker" / "databases.sql").read_text("utf-8")
    server = SERVICES["postgres"]["environment"]
    account = f"{server['POSTGRES_USER']}:{server['POSTGRES_PASSWORD']}"
    for url in (grown["BOT_DATABASE_URL"], alone["PORTAL_DATABASE_URL"]):
        where, _, name = url.rpartition("/")
        assert where == f"postgresql+asyncpg://{account}@postgres"
        assert f"create database {name};" in databases
    assert grown["BOT_DATABASE_URL"] != alone["PORTAL_DATABASE_URL"]


@pytest.mark.parametrize("name", SERVICES)
def test_whatever_is_waited_for_is_asked_how_it_is(name):
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert how == {"condition": "service_healthy"}
        assert "healthcheck" in SERVICES[other]


@pytest.mark.skipif(
    shutil.which("docker-compose") is None,
    reason="docker-compose is not installed; the file was read by our own reader alone",
)
@pytest.mark.parametrize("profile", [[], ["--profile", "grown"]])
def test_compose_itself_accepts_the_file(profile, tmp_path):
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    done = subprocess.run(
        ["docker-compose", *profile, "config", "--quiet"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
