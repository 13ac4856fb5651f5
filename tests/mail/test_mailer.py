"""The mailer against real SMTP servers: what was taken, what was refused and why, and what nobody can know."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from matchmaker.errors import SettingsError
from matchmaker.mail.mailer import Envelope, Mailer, MailError, Relay, SmtpMailer
from matchmaker.mail.postbox import PostBox, free_port, newest_letters
from tests.recording_mailer import RecordingMailer

TO_ADA = Envelope("letters@meet.example.org", "ada@example.org")
LETTER = b"Subject: Hello\r\n\r\n.a line that begins with a dot\r\nThe end.\r\n"


class Grumbler:
    """A server that answers as it is told, and counts its visitors; some let them say three lines in one breath."""

    def __init__(self, *, is_patient: bool = False) -> None:
        self.is_patient = is_patient
        self.to_recipients: dict[str, str] = {}
        self.to_data = "250 Kept"
        self.visitors = 0
        self.contents: list[bytes] = []

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        self.visitors += 1
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.is_patient else responses

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.to_recipients:
            return self.to_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.contents.append(envelope.content)
        return self.to_data


@pytest.fixture(params=[False, True], ids=["one by one", "in one breath"])
def grumbler(request: pytest.FixtureRequest) -> Iterator[tuple[Grumbler, str]]:
    handler = Grumbler(is_patient=request.param)
    controller = Controller(handler, hostname="127.0.0.1", port=free_port("127.0.0.1"))
    controller.start()
    yield handler, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def mailer_to(url: str, *, most: int = 100) -> SmtpMailer:
    return SmtpMailer(Relay.read(url), local_name="meet.example.org", seconds=5, most=most)


def send(mailer: Mailer, recipient: str = "ada@example.org", content: bytes = LETTER) -> str:
    mailer.begin(Envelope("letters@meet.example.org", recipient))
    return mailer.transmit(content)


def test_a_letter_arrives_as_it_was_written(tmp_path: Path) -> None:
    with PostBox(tmp_path) as box:
        mailer = mailer_to(box.url)
        answer = send(mailer)
        mailer.close()

    (letter,) = newest_letters(tmp_path)
    assert answer == "250 Kept"
    assert (letter.subject, letter.recipient) == ("Hello", "ada@example.org")
    assert letter.text.splitlines() == [".a line that begins with a dot", "The end."]


def test_nothing_leaves_before_transmit(grumbler: tuple[Grumbler, str]) -> None:
    server, url = grumbler
    mailer = mailer_to(url)

    mailer.begin(TO_ADA)
    mailer.abandon()
    send(mailer, "grace@example.org")
    mailer.close()

    assert len(server.contents) == 1


def test_many_letters_share_one_connection_until_its_cap(grumbler: tuple[Grumbler, str]) -> None:
    server, url = grumbler
    mailer = mailer_to(url, most=2)

    for _ in range(5):
        send(mailer)
    mailer.close()

    assert (len(server.contents), server.visitors) == (5, 3)


@pytest.mark.parametrize(("answer", "permanent"), [("550 No such user", True), ("451 Come back later", False)])
def test_a_refused_recipient_says_why_and_the_next_one_is_served(grumbler: tuple[Grumbler, str], answer: str, permanent: bool) -> None:
    server, url = grumbler
    server.to_recipients["gone@example.org"] = answer
    mailer = mailer_to(url)

    with pytest.raises(MailError) as refused:
        send(mailer, "gone@example.org")
    send(mailer)
    mailer.close()

    assert (refused.value.server_said, refused.value.permanent, refused.value.uncertain) == (answer, permanent, False)
    assert (len(server.contents), server.visitors) == (1, 1)


def test_a_letter_refused_after_it_was_read_is_not_uncertain(grumbler: tuple[Grumbler, str]) -> None:
    server, url = grumbler
    server.to_data = "554 Looks like junk"
    mailer = mailer_to(url)

    with pytest.raises(MailError) as refused:
        send(mailer)

    assert (refused.value.server_said, refused.value.permanent, refused.value.uncertain) == ("554 Looks like junk", True, False)


def test_a_server_that_says_goodbye_is_called_again(grumbler: tuple[Grumbler, str]) -> None:
    server, url = grumbler
    server.to_recipients["ada@example.org"] = "421 Closing"
    mailer = mailer_to(url)

    with pytest.raises(MailError) as refused:
        send(mailer)
    server.to_recipients.clear()

    assert not refused.value.permanent
    assert send(mailer) == "250 Kept"
    assert server.visitors == 2


def test_an_idle_line_that_was_cut_is_opened_again(grumbler: tuple[Grumbler, str]) -> None:
    server, url = grumbler
    mailer = mailer_to(url)
    send(mailer)
    assert mailer._server is not None
    assert mailer._server.sock is not None
    mailer._server.sock.shutdown(socket.SHUT_RDWR)

    send(mailer)

    assert (len(server.contents), server.visitors) == (2, 2)


def test_no_server_at_all_is_worth_another_try() -> None:
    mailer = mailer_to(f"smtp://127.0.0.1:{free_port('127.0.0.1')}")

    with pytest.raises(MailError, match="refused") as refused:
        mailer.begin(TO_ADA)

    assert (refused.value.unreachable, refused.value.permanent, refused.value.uncertain) == (True, False, False)


def talk(lines: list[bytes], after_data: bytes | None) -> str:
    """A server that answers with these lines in turn, reads a letter, says `after_data` or hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listener.accept()
        with line, line.makefile("rb") as heard:
            for answer in lines:
                line.sendall(answer + b"\r\n")
                heard.readline()
            if after_data is not None:
                line.sendall(b"354 Go on\r\n")
                while heard.readline() != b".\r\n":
                    pass
                line.sendall(after_data)
        listener.close()

    threading.Thread(target=serve, daemon=True).start()
    return f"smtp://127.0.0.1:{listener.getsockname()[1]}"


GREETINGS = [b"220 hello", b"250 hello", b"250 from", b"250 to"]


def test_a_line_that_breaks_after_the_letter_leaves_it_uncertain() -> None:
    mailer = mailer_to(talk(GREETINGS, b""))
    mailer.begin(TO_ADA)

    with pytest.raises(MailError) as broken:
        mailer.transmit(LETTER)

    assert (broken.value.uncertain, broken.value.permanent) == (True, False)


def test_a_line_that_breaks_before_the_letter_is_only_a_failed_try() -> None:
    mailer = mailer_to(talk(GREETINGS, None))
    mailer.begin(TO_ADA)

    with pytest.raises(MailError) as broken:
        mailer.transmit(LETTER)

    assert (broken.value.uncertain, broken.value.permanent) == (False, False)


def test_a_server_that_hangs_up_at_the_address_is_there_and_only_this_letter_waits() -> None:
    mailer = mailer_to(talk([b"220 hello", b"250 hello", b"250 from"], None))

    with pytest.raises(MailError) as broken:
        mailer.begin(TO_ADA)

    assert (broken.value.unreachable, broken.value.permanent, broken.value.uncertain) == (False, False, False)


def test_a_server_that_refuses_the_sender_fails_no_letter() -> None:
    mailer = mailer_to(talk([b"220 hello", b"250 hello", b"550 You may not send from there", b"250 reset"], None))

    with pytest.raises(MailError, match="550 You may not send from there") as refused:
        mailer.begin(TO_ADA)

    assert (refused.value.unreachable, refused.value.permanent) == (True, False)


def test_a_server_that_is_busy_at_the_door_costs_one_try() -> None:
    mailer = mailer_to(talk([b"554 no service"], None))

    with pytest.raises(MailError, match="554") as refused:
        mailer.begin(TO_ADA)

    assert (refused.value.unreachable, refused.value.permanent) == (True, False)


def test_an_address_with_letters_the_server_cant_write_to_is_refused_for_good() -> None:
    mailer = mailer_to(talk([b"220 hello", b"250 hello"], None))

    with pytest.raises(MailError, match="such letters") as refused:
        mailer.begin(Envelope("letters@meet.example.org", "zoë@example.org"))

    assert refused.value.permanent


PATIENT = [b"220 hello", b"250-hello\r\n250 PIPELINING"]
LETTER_LINES = (b"MAIL FROM:<letters@meet.example.org>\r\n", b"RCPT TO:<ada@example.org>\r\n", b"DATA\r\n")


def listen_first(answers: bytes, *, then: bytes = b"") -> tuple[str, list[bytes]]:
    """A server that answers only once it has heard all three lines, and then whatever comes; also what it heard."""
    listener, heard_lines = socket.create_server(("127.0.0.1", 0)), []

    def serve() -> None:
        line, _ = listener.accept()
        with line, line.makefile("rb") as heard:
            for greeting in PATIENT:
                line.sendall(greeting + b"\r\n")
                if greeting is PATIENT[0]:
                    heard.readline()
            heard_lines.extend(heard.readline() for _ in range(3))
            line.sendall(answers)
            while spoken := heard.readline():
                heard_lines.append(spoken)
                if spoken in {b".\r\n", b"rset\r\n"} and then:
                    line.sendall(then)
        listener.close()

    threading.Thread(target=serve, daemon=True).start()
    return f"smtp://127.0.0.1:{listener.getsockname()[1]}", heard_lines


def test_a_server_that_allows_it_hears_three_lines_in_one_breath() -> None:
    url, heard = listen_first(b"250 from\r\n250 to\r\n354 Go on\r\n", then=b"250 Kept\r\n")
    mailer = mailer_to(url)

    assert send(mailer) == "250 Kept"
    assert heard[:4] == [*LETTER_LINES, b"Subject: Hello\r\n"]


@pytest.mark.parametrize(
    ("answers", "said", "kind"),
    [
        (b"550 Not from you\r\n503 No\r\n503 No\r\n", "550 Not from you", "unreachable"),
        (b"451 Wait\r\n503 No\r\n503 No\r\n", "451 Wait", "unreachable"),
        (b"421 Goodbye\r\n", "421 Goodbye", "unreachable"),
        (b"250 from\r\n550 Nobody here\r\n554 To whom\r\n", "550 Nobody here", "permanent"),
        (b"250 from\r\n451 Later\r\n554 To whom\r\n", "451 Later", "later"),
        (b"250 from\r\n421 Goodbye\r\n", "421 Goodbye", "later"),
        (b"250 from\r\n550 Nobody here\r\n354 Go on\r\n", "550 Nobody here", "permanent"),
        (b"250 from\r\n250 to\r\n452 Full\r\n", "452 Full", "later"),
        (b"250 from\r\n250 to\r\n554 Never\r\n", "554 Never", "permanent"),
    ],
)
def test_a_no_within_one_breath_is_told_apart_and_no_letter_leaves(answers: bytes, said: str, kind: str) -> None:
    url, heard = listen_first(answers, then=b"250 reset\r\n")
    mailer = mailer_to(url)

    with pytest.raises(MailError, match=said) as refused:
        mailer.begin(TO_ADA)
    mailer.close()

    found = "unreachable" if refused.value.unreachable else "permanent" if refused.value.permanent else "later"
    assert (found, refused.value.uncertain) == (kind, False)
    assert set(heard[3:]) <= {b"rset\r\n", b"quit\r\n"}


def test_a_line_that_breaks_within_one_breath_is_only_a_failed_try() -> None:
    mailer = mailer_to(talk([*PATIENT, b"250 from"], None))

    with pytest.raises(MailError) as broken:
        mailer.begin(TO_ADA)

    assert (broken.value.unreachable, broken.value.permanent, broken.value.uncertain) == (False, False, False)


def test_a_letter_taken_back_while_the_server_listens_leaves_nothing_but_a_closed_line() -> None:
    url, heard = listen_first(b"250 from\r\n250 to\r\n354 Go on\r\n")
    mailer = mailer_to(url)
    mailer.begin(TO_ADA)

    mailer.abandon()

    assert heard == list(LETTER_LINES)


CERTIFICATE = Path(__file__).parents[1] / "data" / "mail_server.pem"  # for "localhost", trusted by nobody else


@pytest.fixture
def server_context(monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


class Doorman:
    """Lets in whoever says the right password, and remembers who asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, bytes]] = []

    def __call__(self, _server, _session, _envelope, _mechanism, login) -> AuthResult:
        self.asked.append((login.login, login.password))
        return AuthResult(success=login.password == b"p@ss", handled=False)


@pytest.fixture
def guarded(server_context: ssl.SSLContext) -> Iterator[tuple[Grumbler, Doorman, int]]:
    handler, doorman = Grumbler(), Doorman()
    port = free_port("127.0.0.1")
    controller = Controller(
        handler,
        hostname="localhost",
        port=port,
        tls_context=server_context,
        require_starttls=True,
        auth_required=True,
        authenticator=doorman,
    )
    controller.start()
    yield handler, doorman, port
    controller.stop()


def test_starttls_comes_before_the_password(guarded: tuple[Grumbler, Doorman, int]) -> None:
    server, doorman, port = guarded

    answer = send(mailer_to(f"smtp+starttls://ada:p%40ss@localhost:{port}"))

    assert answer == "250 Kept"
    assert doorman.asked == [(b"ada", b"p@ss")]
    assert len(server.contents) == 1


def test_a_wrong_password_makes_letters_wait_instead_of_failing(guarded: tuple[Grumbler, Doorman, int]) -> None:
    server, _, port = guarded

    with pytest.raises(MailError, match="535") as refused:
        send(mailer_to(f"smtp+starttls://ada:wrong@localhost:{port}"))

    assert (refused.value.permanent, server.contents) == (False, [])


def test_a_server_with_a_foreign_certificate_gets_no_letter(
    guarded: tuple[Grumbler, Doorman, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, doorman, port = guarded
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(MailError, match="CERTIFICATE_VERIFY_FAILED"):
        send(mailer_to(f"smtp+starttls://ada:p%40ss@localhost:{port}"))

    assert doorman.asked == []


def test_smtps_speaks_tls_from_the_first_word(server_context: ssl.SSLContext) -> None:
    server, port = Grumbler(), free_port("127.0.0.1")
    controller = Controller(server, hostname="localhost", port=port, ssl_context=server_context)
    controller.start()
    try:
        assert send(mailer_to(f"smtps://localhost:{port}")) == "250 Kept"
    finally:
        controller.stop()


def test_taking_back_and_closing_are_harmless_at_any_time(grumbler: tuple[Grumbler, str]) -> None:
    server, url = grumbler
    mailer = mailer_to(url)

    mailer.abandon()
    mailer.close()
    send(mailer)
    assert mailer._server is not None
    mailer._server.close()
    mailer.abandon()
    mailer.close()

    assert len(server.contents) == 1


def test_closing_a_line_that_is_gone_already_is_harmless(grumbler: tuple[Grumbler, str]) -> None:
    _, url = grumbler
    mailer = mailer_to(url)
    send(mailer)
    assert mailer._server is not None
    mailer._server.close()

    mailer.close()

    assert mailer._server is None


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://mail.example.org", Relay("smtp", "mail.example.org", 25)),
        ("smtp+starttls://ada:p%40ss@mail.example.org", Relay("smtp+starttls", "mail.example.org", 587, "ada", "p@ss")),
        ("smtps://mail.example.org:2465", Relay("smtps", "mail.example.org", 2465)),
    ],
)
def test_the_relay_is_read_from_its_address(url: str, relay: Relay) -> None:
    assert Relay.read(url) == relay


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://secret@mail.example.org", "smtp://", "smtp://secret@x:99999", "smtp://x:port"]
)
def test_a_wrong_relay_stops_the_start_without_repeating_the_password(url: str) -> None:
    with pytest.raises(SettingsError, match="MATCHMAKER_SMTP_URL") as fault:
        Relay.read(url)

    assert "secret" not in str(fault.value)


def test_the_password_is_not_printed() -> None:
    assert "hush" not in repr(Relay.read("smtps://ada:hush@mail.example.org"))


def test_the_recording_mailer_keeps_and_refuses_as_a_server_would() -> None:
    refusal = MailError("550 No", permanent=True)
    mailer = RecordingMailer(refuse={"gone@example.org": refusal}, refuse_content={"junk@example.org": refusal})

    send(mailer)
    for recipient in ("gone@example.org", "junk@example.org"):
        with pytest.raises(MailError, match="550 No"):
            send(mailer, recipient)
    mailer.begin(TO_ADA)
    mailer.abandon()
    mailer.close()

    assert mailer.sent == [(TO_ADA, LETTER)]


@pytest.mark.parametrize("answer", ["200 OK", "252 Taken, I think", "255 odd"])
def test_any_yes_means_that_the_letter_was_taken(grumbler: tuple[Grumbler, str], answer: str) -> None:
    server, url = grumbler
    server.to_data = answer

    assert send(mailer_to(url)) == answer


@pytest.mark.parametrize("answer", [b"OK queued\r\n", b"354 Go on\r\n", b"2\xc2\xb250 OK\r\n"])
def test_an_answer_that_is_neither_yes_nor_no_leaves_the_letter_uncertain(answer: bytes) -> None:
    mailer = mailer_to(talk(GREETINGS, answer))
    mailer.begin(TO_ADA)

    with pytest.raises(MailError) as odd:
        mailer.transmit(LETTER)

    assert (odd.value.uncertain, odd.value.permanent, mailer._server) == (True, False, None)


def test_what_a_server_says_is_kept_as_one_line_without_signs_no_row_can_hold() -> None:
    long = 900 * b"451-more words that nobody will read\r\n"
    mailer = mailer_to(talk(GREETINGS, b"451-Later\x00 or\x1b[31m\r\n" + long + b"451 end\r\n"))
    mailer.begin(TO_ADA)

    with pytest.raises(MailError) as refused:
        mailer.transmit(LETTER)

    assert refused.value.server_said.startswith("451 Later or [31m more words")
    assert refused.value.server_said.isprintable()
    assert len(refused.value.server_said) < 1100


class Miser:
    """A server that says goodbye to the second letter of every line."""

    def __init__(self) -> None:
        self.visitors = self.letters = 0

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        self.visitors += 1
        session.host_name, session.has_written = hostname, False
        return responses

    async def handle_MAIL(self, _server, session, envelope, address, _options):  # noqa: N802
        if session.has_written:
            return "421 One letter is enough for a line"
        session.has_written, envelope.mail_from = True, address
        return "250 OK"

    async def handle_DATA(self, _server, _session, _envelope):  # noqa: N802
        self.letters += 1
        return "250 Kept"


def test_a_goodbye_after_some_letters_costs_a_fresh_line_and_no_pause() -> None:
    miser = Miser()
    controller = Controller(miser, hostname="127.0.0.1", port=free_port("127.0.0.1"))
    controller.start()
    mailer = mailer_to(f"smtp://127.0.0.1:{controller.port}")

    answers = [send(mailer) for _ in range(3)]
    mailer.close()
    controller.stop()

    assert answers == ["250 Kept"] * 3
    assert (miser.letters, miser.visitors) == (3, 3)


def test_a_server_may_take_its_time_to_read_a_letter_and_only_then() -> None:
    class Reader:
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
            await asyncio.sleep(0.6 if b"slow" in envelope.content else 0)
            return "250 Kept"

        async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
            await asyncio.sleep(0.6 if address.startswith("slow") else 0)
            envelope.rcpt_tos.append(address)
            return "250 OK"

    controller = Controller(Reader(), hostname="127.0.0.1", port=free_port("127.0.0.1"))
    controller.start()
    relay = Relay.read(f"smtp://127.0.0.1:{controller.port}")
    mailer = SmtpMailer(relay, local_name="meet.example.org", seconds=0.3, seconds_to_read=5)

    assert send(mailer, content=b"Subject: slow\r\n\r\n") == "250 Kept"
    with pytest.raises(MailError) as refused:
        send(mailer, "slow@example.org")
    mailer.close()
    controller.stop()

    assert (refused.value.uncertain, refused.value.permanent) == (False, False)
