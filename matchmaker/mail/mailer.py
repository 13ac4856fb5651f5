"""How letters leave: one at a time, in two steps, so that the outbox can write down what it is about to do."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from matchmaker.errors import N_, SettingsError
from matchmaker.mail.answers import is_like, spoken, words_of_fault

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SECONDS_TO_WAIT = 30.0
# For the word on a whole letter: some servers read it for junk meanwhile (RFC 5321, 4.5.3.2.6, gives them ten minutes), and
# whoever hangs up then can't know whether it arrives. Below the lease's 300, so that nobody calls the letter lost meanwhile.
SECONDS_TO_READ = 240.0
# Relays count letters per connection; a fresh one now and then keeps below their caps.
MOST_PER_CONNECTION = 100


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
    """Speaks SMTP to one relay over one connection, opened at the first letter and kept for the next ones.

    A server that lets us (RFC 2920) is told MAIL, RCPT and DATA in one breath: two ways there and back for a letter instead of four.
    """

    def __init__(
        self,
        relay: Relay,
        *,
        local_name: str,
        seconds: float = SECONDS_TO_WAIT,
        seconds_to_read: float = SECONDS_TO_READ,
        most: int = MOST_PER_CONNECTION,
    ) -> None:
        self.relay = relay
        self.local_name = local_name
        self.seconds, self.seconds_to_read = seconds, seconds_to_read
        self.most = most
        self._server: smtplib.SMTP | None = None
        self._used = 0
        self._is_listening = False  # the server has said 354

    def begin(self, envelope: Envelope) -> None:
        if self._used >= self.most:
            self.close()
        was_open = self._server is not None
        try:
            self._say_from_and_to(envelope)
        except MailError as fault:
            # "Goodbye" on a line that has carried letters means enough of them for one line, as some relays count
            if not (was_open and fault.unreachable and self._server is None):
                raise
            self.begin(envelope)
        except OSError as fault:  # smtplib's own faults are OSErrors too
            self._drop()
            if not was_open:
                raise MailError(words_of_fault(fault)) from fault
            # A relay may hang up on an idle line; nothing has left yet, so a fresh one is harmless.
            self.begin(envelope)

    def transmit(self, content: bytes) -> str:
        server = self._open()
        if not self._is_listening:
            # Until the server has said 354, no part of the letter has left
            try:
                answer = server.docmd("DATA")
            except OSError as fault:
                self._drop()
                raise MailError(words_of_fault(fault)) from fault
            self._expect_ear(*answer)
        self._is_listening = False
        try:
            server.send(_as_data(content))
            code, said = self._word_on_letter(server)
        except OSError as fault:
            self._drop()
            raise MailError(words_of_fault(fault), uncertain=True) from fault
        if not is_like(250, code) and not 400 <= code < 600:
            # Neither yes nor no: the server may have taken it, and whatever it says next answers something else
            self._drop()
            raise MailError(spoken(code, said), uncertain=True)
        self._expect(250, code, said)
        self._used += 1
        return spoken(code, said)

    def abandon(self) -> None:
        if self._is_listening:
            # Whatever we said now would be taken for the letter; a line that ends without the last dot delivers nothing
            self._drop()
        elif self._server is not None:
            try:
                self._server.rset()
            except OSError:
                self._drop()

    def close(self) -> None:
        if self._is_listening:
            self._drop()
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except OSError:
                server.close()

    def _word_on_letter(self, server: smtplib.SMTP) -> tuple[int, bytes]:
        line = server.sock
        if line is not None:
            line.settimeout(self.seconds_to_read)
        answer = server.getreply()
        if line is not None:
            line.settimeout(self.seconds)
        return answer

    def _say_from_and_to(self, envelope: Envelope) -> None:
        server = self._open()
        options = [] if envelope.recipient.isascii() else ["SMTPUTF8"]
        if options and not server.has_extn("smtputf8"):
            raise MailError("The mail server can't write to an address with such letters.", permanent=True)
        say = self._say_in_one_breath if server.has_extn("pipelining") else self._say_one_by_one
        say(server, envelope, options)

    def _say_one_by_one(self, server: smtplib.SMTP, envelope: Envelope, options: list[str]) -> None:
        self._expect_sender(*server.mail(envelope.sender, options))
        self._expect_recipient(*server.rcpt(envelope.recipient))

    def _say_in_one_breath(self, server: smtplib.SMTP, envelope: Envelope, options: list[str]) -> None:
        sender, recipient = (smtplib.quoteaddr(address) for address in (envelope.sender, envelope.recipient))
        lines = [" ".join([f"MAIL FROM:{sender}", *options]), f"RCPT TO:{recipient}", "DATA"]
        if any(sign in line for line in lines for sign in "\r\n"):
            raise ValueError("an address with a line break in it")
        server.send("".join(f"{line}\r\n" for line in lines).encode("utf-8" if options else "ascii"))
        answers = []
        for _ in lines:
            answers.append(server.getreply())
            if answers[-1][0] == 421:  # goodbye: no other answer comes
                break
        self._is_listening = is_like(354, answers[-1][0])
        # Said to an earlier line, "no" is the reason for every "no" after it
        for expect, answer in zip((self._expect_sender, self._expect_recipient, self._expect_ear), answers, strict=False):
            expect(*answer)

    def _expect_sender(self, code: int, said: bytes) -> None:
        try:
            self._expect(250, code, said)
        except MailError as fault:
            # It is us they don't want, so no letter would fare better; and whoever runs this can put it right
            raise MailError(fault.server_said, unreachable=True) from fault

    def _expect_recipient(self, code: int, said: bytes) -> None:
        self._expect(250, code, said)

    def _expect_ear(self, code: int, said: bytes) -> None:
        self._expect(354, code, said)

    def _open(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._connected()
            except OSError as fault:
                raise MailError(words_of_fault(fault), unreachable=True) from fault
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
        if is_like(wanted, code):
            return
        self.abandon()
        # 421 says "goodbye", 4xx "later", 5xx "never"
        if code == 421:
            self._drop()
        raise MailError(spoken(code, said), permanent=500 <= code < 600)

    def _drop(self) -> None:
        self._is_listening = False
        server, self._server = self._server, None
        if server is not None:
            server.close()


def _as_data(content: bytes) -> bytes:
    """As it goes over the line: a dot at the beginning of a line is doubled, and one alone ends it."""
    doubled = content.replace(b"\n.", b"\n..")
    start = b"." if content.startswith(b".") else b""
    return start + doubled + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n"
