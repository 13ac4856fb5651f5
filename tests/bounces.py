"""A letter that comes back, as mail servers write it (RFC 3464)."""

KEY = b"k" * 32


def bounced(to: str, *, status: str, action: str = "failed", words: str = "550 No such user") -> bytes:
    lines = [
        "From: MAILER-DAEMON@mx.example.org",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="edge"',
        "",
        "--edge",
        "Content-Type: text/plain",
        "",
        "Your letter could not be delivered.",
        "--edge",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.org",
        "",
        "Final-Recipient: rfc822; ada@example.org",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; {words}",
        "",
        "--edge--",
        "",
    ]
    return "\r\n".join(lines).encode()
