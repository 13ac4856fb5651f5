"""Who asks for digits: this person in this browser."""

import secrets
from typing import cast

from matchmaker.domain.signin.secrets import SALT_BYTES, Purpose
from matchmaker.services.proofs import Asker, Errand, ask_for_proof
from matchmaker.web.access import current_person
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.house import house_settings
from matchmaker.web.languages import language
from matchmaker.web.visits import hash_id, visitor


def asker() -> Asker:
    person = current_person()
    return Asker(person.id, cast(Purpose, person.purpose), hash_id(visitor().known_id or ""), language())


def mail_code(errand: Errand, email_key: str) -> None:
    salt = secrets.token_hex(SALT_BYTES)
    ask_for_proof(db.session(), asker(), errand, email_key=email_key, salt=salt, settings=house_settings(), now=utc_now())
