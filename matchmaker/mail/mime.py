"""The body of a letter as it travels, written straight away: `email.message` takes a hundred times as long for the same signs."""

import binascii
import secrets
from email.utils import encode_rfc2231

from matchmaker.domain.followup.wording import escape_subject
from matchmaker.mail.letter import Attachment, Letter

# Readers of plain source see the words where most signs are ASCII; elsewhere base64 is shorter
_MOSTLY_ASCII = 0.8
_LINE = 76  # signs of base64 in a line
_LONGEST = 990  # servers need not take lines of 1,000 (RFC 5321, 4.5.3.1.6)
_FULL = 900  # signs in a packed line
_PLAIN_SIGNS = bytes(range(32, 127)) + b"\t\r\n"
# What a server on the way may change, or take for the end of a part
_UNFIT = (b" \r\n", b"\t\r\n", b"\n--", b"\nFrom ")


def body_bytes(letter: Letter) -> bytes:
    """MIME-Version, Content-Type and all parts: text first, then HTML, then what is attached."""
    both = _multipart("alternative", [_text_part("plain", letter.text), _text_part("html", letter.html)])
    if letter.attachments:
        both = _multipart("mixed", [both, *(_attached(one) for one in letter.attachments)])
    return b"MIME-Version: 1.0\r\n" + both


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    # Random, and no line of quoted-printable or base64 begins with "--==": it can't stand in what it parts
    edge = f"=={secrets.token_hex(12)}"
    head = f'Content-Type: multipart/{kind}; boundary="{edge}"\r\n\r\n'.encode()
    inner = b"".join(f"--{edge}\r\n".encode() + part + b"\r\n" for part in parts)
    return head + inner + f"--{edge}--\r\n".encode()


def _text_part(kind: str, words: str) -> bytes:
    content = words.encode("utf-8", "replace")
    is_mostly_ascii = len(content) - len(words) < (1 - _MOSTLY_ASCII) * len(content)
    way, written = _written(content, as_html=kind == "html") if is_mostly_ascii else ("base64", _base64(_lines(content)))
    return f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {way}\r\n\r\n'.encode() + written


def _written(content: bytes, *, as_html: bool) -> tuple[str, bytes]:
    """As it is where that travels unharmed: shorter, and in a fourth of the lines. HTML has a name in ASCII for every other sign."""
    plain = content
    if as_html:
        plain = _packed(content if content.isascii() else content.decode().encode("ascii", "xmlcharrefreplace"))
    plain = _lines(plain if plain.endswith(b"\n") else plain + b"\n")
    return ("7bit", plain) if _travels_unharmed(plain) else ("quoted-printable", _quoted(content))


def _packed(content: bytes) -> bytes:
    """The same HTML in few long lines: servers read line by line, and to HTML the end of a line is a blank."""
    rows, length = [], _FULL
    for line in filter(None, map(bytes.strip, content.split(b"\n"))):
        length += len(line) + 1
        if length > _FULL:
            rows.append([line])
            length = len(line)
        else:
            rows[-1].append(line)
    return b"\n".join(map(b" ".join, rows))


def _travels_unharmed(plain: bytes) -> bool:
    lines = b"\n" + plain
    is_odd = lines.translate(None, _PLAIN_SIGNS) or any(unfit in lines for unfit in _UNFIT)
    return not is_odd and max(map(len, plain.split(b"\r\n"))) <= _LONGEST


def _lines(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")


def _quoted(content: bytes) -> bytes:
    return binascii.b2a_qp(_lines(content).replace(b"\r\n", b"\n"), istext=True).replace(b"\n", b"\r\n")


def _base64(content: bytes) -> bytes:
    signs = binascii.b2a_base64(content, newline=False)
    return b"\r\n".join(signs[start : start + _LINE] for start in range(0, len(signs), _LINE)) + b"\r\n"


def _attached(attachment: Attachment) -> bytes:
    name = escape_subject(attachment.file_name)
    plain = name.isascii() and name.isprintable()
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    shown = f'filename="{quoted}"' if plain else f"filename*={encode_rfc2231(name, 'utf-8')}"
    head = (
        f"Content-Type: {attachment.content_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {shown}\r\n\r\n"
    )
    return head.encode() + _base64(attachment.content)
