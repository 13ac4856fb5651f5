"""A mail server that keeps letters instead of sending them, for tests of what happens around the sending."""

from dataclasses import dataclass, field

from matchmaker.mail.mailer import Envelope, MailError


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
