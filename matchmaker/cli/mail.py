"""`matchmaker mail`: try the mail server, and see how letters stand."""

import sys
from datetime import UTC, datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

import click

from matchmaker.domain.signin.address import address_key
from matchmaker.errors import N_, BadInputError, SettingsError
from matchmaker.languages import comma_of, first_known
from matchmaker.mail.bounce import read_bounce
from matchmaker.mail.letter import render_letter
from matchmaker.mail.mailer import Envelope, MailError, Relay, SmtpMailer
from matchmaker.mail.message import message_bytes, sender_of
from matchmaker.services.bounces import take_bounce
from matchmaker.services.house_letters import Verdict, event_called, settle_uncertain, try_failed_again
from matchmaker.services.letter_page import troubled_letters, whole_tally
from matchmaker.settings import Settings, load_settings
from matchmaker.store.reach import open_engine, reached
from matchmaker.times import day_text, time_text

MOST_LINES = 50
MOST_BYTES = 10_000_000  # of a letter that comes back
TRY_LATER = 75  # what mail servers read as "not now": they keep the letter and call again


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
@click.option("--event", default="", help="Only the letters of the event with this short address.")
def status(event: str) -> None:
    """Say how many letters stand in each state, and list those that failed or may have arrived."""
    engine = open_engine(load_settings())
    with reached(engine) as session:
        event_id = event_called(session, event)
    tally, troubled = whole_tally(engine, event_id=event_id), troubled_letters(engine, most=MOST_LINES, event_id=event_id)
    click.echo(f"{tally.sent} sent, {tally.on_the_way} on their way, {tally.failed} failed, ", nl=False)
    click.echo(f"{tally.uncertain} uncertain, {tally.not_sent} not sent.")
    for line in troubled:
        click.echo(f"{line.state}\t{line.id}\t{line.kind}\t{line.address}\t{line.server_said}")
    hidden = tally.failed + tally.uncertain - len(troubled)
    if hidden:
        click.echo(f"and {hidden} more; the newest are shown.")


@mail.command()
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "all_failed", is_flag=True, help="All that failed.")
@click.option("--event", default="", help="All that failed of the event with this short address.")
def retry(ids: tuple[int, ...], *, all_failed: bool, event: str) -> None:
    """Send letters that failed once more: those with the numbers IDS, as `status` lists them, or all of them."""
    if bool(ids) == (all_failed or bool(event)):
        raise click.UsageError("Name the letters by their numbers, or say --all or --event.")
    with reached(open_engine(load_settings())) as session:
        again = try_failed_again(session, ids=ids, event_id=event_called(session, event), now=datetime.now(UTC))
        session.commit()
    click.echo(f"{len(again)} go again, within a minute.")
    _name_others(ids, again, "failed")


@mail.command()
@click.argument("ids", nargs=-1, type=int, required=True)
@click.option("--arrived", "verdict", flag_value="arrived", help="They arrived: count them as sent.")
@click.option("--again", "verdict", flag_value="again", help="Send them again; whoever has one already gets a second.")
@click.option("--leave", "verdict", flag_value="leave", help="Leave them: once is enough.")
def resolve(ids: tuple[int, ...], verdict: Verdict | None) -> None:
    """Say what became of letters that may have arrived, with the numbers IDS, as `status` lists them."""
    if verdict is None:
        raise click.UsageError("Say --arrived, --again or --leave.")
    with reached(open_engine(load_settings())) as session:
        settled = settle_uncertain(session, ids, verdict, now=datetime.now(UTC))
        session.commit()
    click.echo(f"{len(settled)} settled.")
    _name_others(ids, settled, "uncertain")


@mail.command()
@click.argument("recipient", default="")
def bounce(recipient: str) -> None:
    """Read a letter that came back from standard input, as your mail server hands it over, and write down what it says.

    RECIPIENT is the address it came to. Without a database the exit code is 75, which asks the mail server to try again later.
    """
    content = sys.stdin.buffer.read(MOST_BYTES)
    try:
        click.echo(_take_in(content, recipient))
    except SettingsError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(TRY_LATER) from None


def _take_in(content: bytes, recipient: str) -> str:
    came_back = read_bounce(content, key=load_settings().mail_key, recipient=recipient)
    if came_back is None:
        return "This is addressed to no letter of ours; nothing was changed."
    with reached(open_engine(load_settings())) as session:
        is_taken = take_bounce(session, came_back, now=datetime.now(UTC))
        session.commit()
    if not is_taken:
        return f"Letter {came_back.letter_id}: nothing final is said about it, so nothing was changed."
    more = " Nobody is at this address, so it gets no more letters that nobody asked for." if came_back.nobody_there else ""
    return f"Letter {came_back.letter_id} came back: {came_back.said}.{more}"


def _name_others(ids: tuple[int, ...], done: list[int], state: str) -> None:
    others = sorted(set(ids) - set(done))
    if others:
        click.echo(f"Not {state}, so left as they are: {', '.join(map(str, others))}.")
        raise SystemExit(1)


def _checked(address: str) -> str:
    try:
        return address_key(address)
    except BadInputError as fault:
        raise click.BadParameter(str(fault.faults[0]), param_hint="ADDRESS") from None


def _send(settings: Settings, relay: Relay, recipient: str) -> str:
    now, sender, language = datetime.now(UTC), sender_of(settings.mail_from), first_known(settings.language)
    slots = {
        "site": urlsplit(settings.base_url).netloc,
        "link": settings.base_url,
        "moment": f"{day_text(now, 'UTC', language)}{comma_of(language.tag)}{time_text(now, 'UTC', language)}",
    }
    letter = render_letter("test", slots, language=language, to_address=recipient)
    mailer = SmtpMailer(relay, local_name=sender.domain)
    try:
        mailer.begin(Envelope(sender.address, recipient))
        return mailer.transmit(message_bytes(letter, sender=sender, message_id=make_msgid(domain=sender.domain), now=now))
    finally:
        mailer.close()
