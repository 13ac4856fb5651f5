"""What people agreed to must stay readable in the words they agreed to."""

import hashlib

from matchmaker.domain.contacts.consent import SENTENCES

# Never change a line here: a new wording is a new version.
AGREED_TO = {
    "exchange-1": "22e5d099f7d1a0cd",
    "answer-1": "4d1f58fafa96d831",
    "change-1": "e9b2393ba5f46f57",
    "live-1": "ad75c1f66fde7f56",
    "card-1": "0f2158bc5da33f1f",
    "introduction-1": "8a8873c047e5109d",
}


def test_no_sentence_that_somebody_agreed_to_has_changed() -> None:
    assert {version: hashlib.sha256(sentence.encode()).hexdigest()[:16] for version, sentence in SENTENCES.items()} == AGREED_TO
