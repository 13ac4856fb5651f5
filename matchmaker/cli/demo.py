"""`matchmaker demo`: everything on one machine with a demo event, until Ctrl-C."""

import errno
import fcntl
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from matchmaker.cli.addresses import Addresses, is_port_free, private_address
from matchmaker.cli.children import AskedToEndError, EndedEarlyError, Household, household
from matchmaker.cli.static import build_static
from matchmaker.domain.demo import doors
from matchmaker.errors import N_, SettingsError
from matchmaker.mail.postbox import free_port
from matchmaker.services.demo import DemoEvent, load_demo
from matchmaker.settings import Settings, environment_with, load_settings, write_missing_keys
from matchmaker.store.engine import open_session
from matchmaker.store.reach import open_engine, plain_faults, reach
from matchmaker.store.schema import upgrade_schema

FIRST_PAGE_SECONDS = 60.0
HERE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104  only with --lan, which says so


@dataclass(frozen=True)
class Plan:
    """Where this demo runs."""

    host: str
    port: int
    settings: Settings
    post_port: int | None  # None: the letters go to a real mail server


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), metavar="N", help="Port of the pages; 0 takes a free one."
)
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Database, keys and letters; ./instance")
@click.option(
    "--addresses", type=click.Path(path_type=Path), metavar="FILE", help="Write the addresses to FILE as JSON once the pages answer."
)
@click.option("--lan", is_flag=True, help="Let phones in the same network in, without encryption.")
def demo(port: int, data: Path | None, addresses: Path | None, lan: bool) -> None:
    """Run everything with a demo event, on this machine. Ctrl-C ends it; the second start goes on where the first ended."""
    plan = make_plan(port, (data or load_settings().data_dir).resolve(), lan=lan)
    with writable(plan.settings.data_dir):
        try:
            run(plan, addresses)
        except OSError as fault:
            raise SettingsError(what_the_disk_said(fault)) from fault


def make_plan(port: int, data: Path, *, lan: bool) -> Plan:
    """
    Raises
    ------
    SettingsError
        The port is taken, or there is no network to let phones in from.
    """
    host = EVERYWHERE if lan else HERE
    name = private_address() if lan else HERE
    if name is None:
        raise SettingsError(N_("This machine is in no network, so no phone can reach it. Start without --lan."))
    if port and not is_port_free(host, port):
        raise SettingsError(
            N_("Port %(port)s is taken by another program. End that one, or choose another port: --port %(other)s"),
            port=port,
            other=free_port(host),
        )
    port = port or free_port(host)
    wanted: dict[str, object] = {
        "demo": True,
        "lan": lan,
        "base_url": f"http://{name}:{port}",
        "data_dir": data,
        "static_dir": data / "static",
    }
    given = load_settings(**wanted)
    if "log_level" not in given.model_fields_set:
        wanted["log_level"] = "WARNING"  # the terminal shows addresses; what goes wrong still shows
    if given.smtp_url:
        return Plan(host, port, load_settings(**wanted), post_port=None)
    post_port = free_port(HERE)
    settings = load_settings(**wanted, smtp_url=f"smtp://{HERE}:{post_port}", post_dir=data / "post")
    return Plan(host, port, settings, post_port)


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Hold the data folder: it can be written to, and no second demo uses it at the same time."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "demo.lock").open("w")
    except OSError as fault:
        raise SettingsError(what_the_disk_said(fault, folder)) from fault
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError(
                N_("A demo runs on %(folder)s already. End it, or choose another folder with --data."), folder=folder
            ) from None
        yield


def what_the_disk_said(fault: OSError, folder: Path | None = None) -> str:
    where = folder or fault.filename or "the data folder"
    if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full. Make room for {where}, then start again."
    if fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{where} may not be written to. Choose another folder with --data, or run this as the user who owns it."
    if fault.errno in {errno.EEXIST, errno.ENOTDIR}:
        return f"{where} is a file, and a folder is needed. Choose another one with --data."
    return f"{where}: {fault.strerror or fault}."


def run(plan: Plan, file: Path | None) -> None:
    event = prepare(plan.settings)
    try:
        with household(environment_with(plan.settings)) as house:
            start_children(house, plan)
            wait_for_first_page(house, f"http://{HERE}:{plan.port}/healthz")
            tell(plan, addresses_of(plan, event), file)
            house.watch()
    except AskedToEndError:
        click.echo("\nEnded. Everything is kept; the next start goes on from here.")
    except EndedEarlyError as early:
        raise SettingsError(str(early)) from early


def prepare(settings: Settings) -> DemoEvent:
    """Keys, style sheets, schema, people: each only if it is not there yet."""
    write_missing_keys(settings.data_dir)
    build_static(settings.data_dir / "static")
    engine = open_engine(settings)
    with plain_faults(engine):
        if not reach(engine):
            upgrade_schema(engine)
        with open_session(engine) as session:
            event = load_demo(session, settings=settings, now=datetime.now(UTC))
            session.commit()
    engine.dispose()
    return event


def start_children(house: Household, plan: Plan) -> None:
    matchmaker = [sys.executable, "-m", "matchmaker.cli"]
    if plan.post_port is not None:
        house.start("The post box", [*matchmaker, "postbox", "--port", str(plan.post_port), "--dir", str(plan.settings.post_dir)])
    house.start("The web server", [*matchmaker, "serve", "--host", plan.host, "--port", str(plan.port)])
    house.start("The worker", [*matchmaker, "work"])


def wait_for_first_page(house: Household, address: str) -> None:
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while time.monotonic() < deadline:
        house.check()
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise SettingsError(
        N_("The pages did not answer within %(seconds)s seconds. What the server said stands above."), seconds=int(FIRST_PAGE_SECONDS)
    )


def addresses_of(plan: Plan, event: DemoEvent) -> Addresses:
    base_url = plan.settings.base_url

    def door(who: str) -> str:
        return f"{base_url}/demo/{who}/{doors.door_token(plan.settings.signin_key, who)}"

    post = f"http://{HERE}:{plan.port}/_post" if plan.post_port is not None else None
    return Addresses(door(doors.ORGANISER), door(doors.ATTENDEE), f"{base_url}/B/{event.badge_code}", post)


def tell(plan: Plan, addresses: Addresses, file: Path | None) -> None:
    if file is not None:
        addresses.write(file)
    click.echo("\nmatchmaker runs. Open, in any order:\n")
    click.echo("\n".join(addresses.lines(is_lan=plan.settings.lan)))
    if plan.settings.lan:
        click.echo("\nPhones in this network can come in. Nothing is encrypted: invented people only.")
    click.echo(f"\nIts data is in {plan.settings.data_dir}. Ctrl-C ends it.")
