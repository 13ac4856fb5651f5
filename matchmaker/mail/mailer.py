"""How letters leave: one at a time, in two steps, so that the outbox can write down what it is about to do."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from matchmaker.errors import N_, SettingsError

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SECONDS_TO_WAIT = 30.0
# Relays count letters per connection; a fresh one now and then keeps below their caps.
MOST_PER_CONNECTION = 100

_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)


class MailError(Exception):
    """A letter was not taken.

    `permanent`: the same letter will be refused again. `uncertain`: the line broke after the letter had gone out,
    so it may have arrived or not. `unreachable`: there is no server to hand any letter to.
    """

    def __init__(self, server_said: str, *, permanent: bool = False, uncertain: bool = False, unreachable: bool = False) -> None:
        super().__init__(server_said)
        self.server_said = server_said
        self.permanent = permanent
        self.uncertain = uncertain
        self.unreachable = unreachable


@dataclass(frozen=True, slots=True)
class Envelope:
    sender: str
    recipient: str


class Mailer(Protocol):
    """`begin` says from whom to whom; nothing has left the house until `transmit`."""

    def begin(self, envelope: Envelope) -> None: ...

    def transmit(self, content: bytes) -> str:
        """Hand the letter over; return what the server answered."""

    def abandon(self) -> None:
        """Take `begin` back."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Relay:
    """Where letters are handed over, read from ``smtp://``, ``smtp+starttls://`` or ``smtps://user:password@host:port``."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, url: str) -> Self:
        parts = urlsplit(url)
        try:
            port = parts.port or PORTS[parts.scheme]
        except (KeyError, ValueError):
            port = 0
        if not (port and parts.hostname):
            # The address may hold a password: the sentence doesn't repeat it
            raise SettingsError(N_("MATCHMAKER_SMTP_URL must look like smtp+starttls://user:password@mail.example.org:587."))
        return cls(parts.scheme, parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""))


class SmtpMailer:
    """Speaks SMTP to one relay over one connection, opened at the first letter and kept for the next ones."""

    def __init__(self, relay: Relay, *, local_name: str, seconds: float = SECONDS_TO_WAIT, most: int = MOST_PER_CONNECTION) -> None:
        self.relay = relay
        self.local_name = local_name
        self.seconds = seconds
        self.most = most
        self._server: smtplib.SMTP | None = None
        self._used = 0

    def begin(self, envelope: Envelope) -> None:
        if self._used >= self.most:
            self.close()
        was_open = self._server is not None
        try:
            self._say_from_and_to(envelope)
        except OSError as fault:  # smtplib's own faults are OSErrors too
            self._drop()
            if not was_open:
                raise MailError(_words(fault)) from fault
            # A relay may hang up on an idle line; nothing has left yet, so a fresh one is harmless.
            self.begin(envelope)

    def transmit(self, content: bytes) -> str:
        server = self._open()
        # Until the server has said 354, no part of the letter has left
        try:
            answer = server.docmd("DATA")
        except OSError as fault:
            self._drop()
            raise MailError(_words(fault)) from fault
        self._expect(354, *answer)
        try:
            server.send(_LINE_START_DOT.sub(b"..", content) + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, said = server.getreply()
        except OSError as fault:
            self._drop()
            raise MailError(_words(fault), uncertain=True) from fault
        self._expect(250, code, said)
        self._used += 1
        return _spoken(code, said)

    def abandon(self) -> None:
        if self._server is not None:
            try:
                self._server.rset()
            except OSError:
                self._drop()

    def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except OSError:
                server.close()

    def _say_from_and_to(self, envelope: Envelope) -> None:
        server = self._open()
        options = [] if envelope.recipient.isascii() else ["SMTPUTF8"]
        if options and not server.has_extn("smtputf8"):
            raise MailError("The mail server can't write to an address with such letters.", permanent=True)
        try:
            self._expect(250, *server.mail(envelope.sender, options))
        except MailError as fault:
            # It is us they don't want, so no letter would fare better; and whoever runs this can put it right
            raise MailError(fault.server_said, unreachable=True) from fault
        self._expect(250, *server.rcpt(envelope.recipient))

    def _open(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._connected()
            except OSError as fault:
                raise MailError(_words(fault), unreachable=True) from fault
            self._used = 0
        return self._server

    def _connected(self) -> smtplib.SMTP:
        relay = self.relay
        speak: Callable[..., smtplib.SMTP] = smtplib.SMTP
        if relay.scheme == "smtps":
            speak = partial(smtplib.SMTP_SSL, context=ssl.create_default_context())
        server = speak(relay.host, relay.port, local_hostname=self.local_name, timeout=self.seconds)
        try:
            server.ehlo_or_helo_if_needed()
            if relay.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if relay.user:
                server.login(relay.user, relay.password)
        except OSError:
            server.close()
            raise
        return server

    def _expect(self, wanted: int, code: int, said: bytes) -> None:
        if code == wanted or (wanted == 250 and code == 251):
            return
        self.abandon()
        # 421 says "goodbye", 4xx "later", 5xx "never"
        if code == 421:
            self._drop()
        raise MailError(_spoken(code, said), permanent=500 <= code < 600)

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


@dataclass
class RecordingMailer:
    """Keeps letters instead of sending them; `refuse` answers chosen recipients as a server would."""

    sent: list[tuple[Envelope, bytes]] = field(default_factory=list)
    refuse: dict[str, MailError] = field(default_factory=dict)
    refuse_content: dict[str, MailError] = field(default_factory=dict)
    envelope: Envelope | None = None
    abandoned: int = 0

    def begin(self, envelope: Envelope) -> None:
        if envelope.recipient in self.refuse:
            raise self.refuse[envelope.recipient]
        self.envelope = envelope

    def transmit(self, content: bytes) -> str:
        assert self.envelope is not None, "transmit comes after begin"
        envelope, self.envelope = self.envelope, None
        if envelope.recipient in self.refuse_content:
            raise self.refuse_content[envelope.recipient]
        self.sent.append((envelope, content))
        return "250 kept"

    def abandon(self) -> None:
        self.envelope = None
        self.abandoned += 1

    def close(self) -> None:
        self.envelope = None


def _spoken(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"


def _words(fault: OSError) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return _spoken(fault.smtp_code, fault.smtp_error)
    return f"{type(fault).__name__}: {' '.join(str(fault).split())}"
