"""Letters leave: claim, write, knock, look again, write down, hand over, write down."""

import logging
import random
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TypeVar

from sqlalchemy.orm import Session

from matchmaker.domain.followup.attempts import BACK_OFF_SECONDS
from matchmaker.jobs.turnstile import Turnstile
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.bounce import bounce_address
from matchmaker.mail.letter import Letter, LetterWaits
from matchmaker.mail.mailer import Envelope, Mailer, MailError, Relay, SmtpMailer
from matchmaker.mail.message import Sender, message_bytes, message_id, sender_of, wire_address
from matchmaker.services.letters import has_cause, write_letter
from matchmaker.services.mail import (
    Claim,
    begin_transmission,
    kinds_to_carry,
    mark_failed,
    mark_sent,
    mark_suppressed,
    mark_uncertain,
    put_back,
    recover_expired,
    release,
)
from matchmaker.services.mail_pace import Pace, claim_at_pace
from matchmaker.store.queries.mail import letters_due

log = logging.getLogger(__name__)

CLAIM_AT_ONCE = 20
# Letters behind one that found no server; shorter than that one's own pause from its second try on, so it can't hold them up for ever
PAUSE = timedelta(seconds=BACK_OFF_SECONDS[0])

Answer = TypeVar("Answer")


_TURNSTILE = Turnstile()


def send_mail(workshop: Workshop) -> None:
    """Send what is due; without a relay, letters wait in their rows.

    Thousands of letters may take an hour. A call that comes meanwhile carries codes alone, so that the other jobs of this
    process are not kept from working; the long run then looks once more before it ends.
    """
    settings = workshop.settings
    if not settings.smtp_url:
        log.info("MATCHMAKER_SMTP_URL is not set; letters wait.")
        return
    relay, sender = Relay.read(settings.smtp_url), sender_of(settings.mail_from)

    def open_mailer() -> Mailer:
        return SmtpMailer(relay, local_name=sender.domain)

    if not _TURNSTILE.enter():
        carry_letters(workshop, sender, open_mailer, codes_only=True)
        return
    with _TURNSTILE.rounds() as rounds:
        for _ in rounds:
            carry_letters(workshop, sender, open_mailer)


def carry_letters(
    workshop: Workshop,
    sender: Sender,
    open_mailer: Callable[[], Mailer],
    *,
    codes_only: bool = False,
    dice: Callable[[], float] = random.random,
) -> None:
    """Send what is due over as many connections as it is worth."""
    with workshop.session() as session:
        recover_expired(session, now=workshop.now())
        session.commit()
    with workshop.read() as session:
        due = letters_due(session, kinds=kinds_to_carry(codes_only=codes_only), now=workshop.now())
    count = min(workshop.settings.mail_connections, ceil(due / CLAIM_AT_ONCE))
    carriers = [Carrier(workshop, open_mailer(), sender, dice, codes_only) for _ in range(count)]
    if count < 2:
        for carrier in carriers:
            carrier.carry_all()
        return
    with ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(carrier.carry_all) for carrier in carriers]:
            done.result()


@dataclass(frozen=True)
class Carrier:
    """One connection's worth of carrying letters; several may carry at the same time."""

    workshop: Workshop
    mailer: Mailer
    sender: Sender
    dice: Callable[[], float]
    codes_only: bool = False

    def carry_all(self) -> None:
        """Carry until nothing is due, or the server is away."""
        try:
            while claims := self._claim():
                if not self._carry(claims):
                    return
        finally:
            self.mailer.close()

    def _claim(self) -> list[Claim]:
        settings, lease = self.workshop.settings, secrets.token_hex(16)
        details = {"lease": lease, "most": CLAIM_AT_ONCE, "seconds": settings.mail_lease_seconds, "codes_only": self.codes_only}
        return self._note(claim_at_pace, Pace.of(settings), **details)

    def _carry(self, claims: list[Claim]) -> bool:
        for place, claim in enumerate(claims):
            try:
                self._carry_one(claim)
            except MailError as fault:
                self._note_refusal(claim, fault)
                if fault.unreachable:
                    self._note(release, claims[place + 1 :], pause=PAUSE)
                    return False
            except LetterWaits as quiet:
                self.mailer.abandon()
                self._note(release, [claim], pause=quiet.until - self.workshop.now())
            except (ValueError, LookupError) as fault:
                # A letter that can't be written is its own bad luck; the next one has nothing to do with it
                log.exception("The letter %s can't be written.", claim.id)
                self.mailer.abandon()
                self._note(mark_failed, claim, server_said=f"The letter could not be written: {fault}")
        return True

    def _carry_one(self, claim: Claim) -> None:
        """No transaction is open while the server is spoken to."""
        settings = self.workshop.settings
        with self.workshop.read() as session:
            is_worth_it = has_cause(session, claim.id, settings=settings, now=self.workshop.now())
        if not is_worth_it:
            self._note(mark_suppressed, claim)
            return
        sender = bounce_address(claim.id, key=settings.mail_key, address=settings.mail_bounces) or self.sender.address
        self.mailer.begin(Envelope(sender, wire_address(claim.address)))
        own_id = message_id(claim.id, key=settings.mail_key, sender=self.sender)
        letter = self._note(self._last_word, claim, own_id=own_id)
        if letter is None:
            self.mailer.abandon()
            return
        content = message_bytes(letter, sender=self.sender, message_id=own_id, now=self.workshop.now())
        self._note(mark_sent, claim, server_said=self.mailer.transmit(content))

    def _last_word(self, session: Session, claim: Claim, *, own_id: str, now: datetime) -> Letter | None:
        """The letter from what is true now, right before DATA; None if it must not leave.

        Something may have been taken back while we knocked. It is written in the transaction that says it leaves, so that on
        SQLite nothing is taken back in between, and on PostgreSQL nothing that was taken back before is missed.
        """
        settings = self.workshop.settings
        if not begin_transmission(session, claim, message_id=own_id, seconds=settings.mail_lease_seconds, now=now):
            return None
        letter = write_letter(session, claim.id, settings=settings, now=now)
        if letter is None:
            mark_suppressed(session, claim, now=now)
        return letter

    def _note_refusal(self, claim: Claim, fault: MailError) -> None:
        if fault.uncertain:
            self._note(mark_uncertain, claim, server_said=fault.server_said)
        elif fault.permanent:
            self._note(mark_failed, claim, server_said=fault.server_said)
        else:
            self._note(put_back, claim, server_said=fault.server_said, dice=self.dice())

    def _note(self, change: Callable[..., Answer], *words: object, **details: object) -> Answer:
        """One change of the outbox, written down for good."""
        with self.workshop.session() as session:
            answer = change(session, *words, now=self.workshop.now(), **details)
            session.commit()
        return answer
