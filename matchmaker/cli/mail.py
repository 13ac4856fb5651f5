"""`matchmaker mail`: try the mail server, and see how letters stand."""

from datetime import UTC, datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

import click

from matchmaker.domain.signin.address import address_key
from matchmaker.errors import N_, BadInputError, SettingsError
from matchmaker.mail.letter import render_letter
from matchmaker.mail.mailer import Envelope, MailError, Relay, SmtpMailer
from matchmaker.mail.message import message_bytes, sender_of
from matchmaker.services.letter_page import troubled_letters, whole_tally
from matchmaker.settings import Settings, load_settings
from matchmaker.store.reach import open_engine, reach

MOST_LINES = 50


@click.group()
def mail() -> None:
    """Try the mail server and look after letters."""


@mail.command()
@click.argument("address")
def test(address: str) -> None:
    """Send one letter to ADDRESS and say what the server answered; exit code 1 if it did not take it."""
    settings = load_settings()
    if not settings.smtp_url:
        raise SettingsError(
            N_("No mail server is set. Set MATCHMAKER_SMTP_URL, such as smtp+starttls://user:password@mail.example.org:587.")
        )
    relay = Relay.read(settings.smtp_url)
    place = f"{relay.host}:{relay.port}"
    try:
        answer = _send(settings, relay, _checked(address))
    except MailError as fault:
        click.echo(
            f"{place} did not take the letter. {'It said' if fault.server_said[:1].isdigit() else 'What happened'}: {fault.server_said}"
        )
        raise SystemExit(1) from None
    click.echo(f"{place} took the letter to {address}. It said: {answer}")


@mail.command()
def status() -> None:
    """Say how many letters stand in each state, and list those that failed or may have arrived."""
    engine = open_engine(load_settings())
    if not reach(engine):
        raise SettingsError(N_("The database is not up to date: run `matchmaker db upgrade` first."))
    tally, troubled = whole_tally(engine), troubled_letters(engine, most=MOST_LINES)
    click.echo(f"{tally.sent} sent, {tally.on_the_way} on their way, {tally.failed} failed, ", nl=False)
    click.echo(f"{tally.uncertain} uncertain, {tally.not_sent} not sent.")
    for line in troubled:
        click.echo(f"{line.state}\t{line.id}\t{line.kind}\t{line.address}\t{line.server_said}")
    hidden = tally.failed + tally.uncertain - len(troubled)
    if hidden:
        click.echo(f"and {hidden} more; the newest are shown.")


def _checked(address: str) -> str:
    try:
        return address_key(address)
    except BadInputError as fault:
        raise click.BadParameter(str(fault.faults[0]), param_hint="ADDRESS") from None


def _send(settings: Settings, relay: Relay, recipient: str) -> str:
    now, sender = datetime.now(UTC), sender_of(settings.mail_from)
    slots = {
        "site": urlsplit(settings.base_url).netloc,
        "link": settings.base_url,
        "moment": f"{now.day} {now:%B %Y} at {now:%H:%M} UTC",
    }
    letter = render_letter("test", slots, to_address=recipient)
    mailer = SmtpMailer(relay, local_name=sender.domain)
    try:
        mailer.begin(Envelope(sender.address, recipient))
        return mailer.transmit(message_bytes(letter, sender=sender, message_id=make_msgid(domain=sender.domain), now=now))
    finally:
        mailer.close()
