"""The words people write in attendee files, for headers, stages, languages and tickets, in several languages."""


def _words(text: str) -> tuple[str, ...]:
    """The parts between the commas; a line's end is a blank."""
    return tuple(part for part in (" ".join(piece.split()) for piece in text.split(",")) if part)


# The earlier a spelling stands, the surer it is: of two columns that fit, the surer one is taken.
HEADERS: dict[str, tuple[str, ...]] = {
    "external_id": _words(
        """
        external id, guest id, api id, attendee id, attendee no, ticket id, ticket number, ticket no, registration id,
        booking id, participant id, position id, uuid, id, teilnehmernummer, ticketnummer, numéro de billet, identificador
        """
    ),
    "first_name": _words(
        """
        first name, firstname, given name, given names, forename, attendee first name, vorname, prénom, prenom, nombre de pila,
        nombres, voornaam, imię, förnamn, fornavn, etunimi, jméno, имя, الاسم الأول
        """
    ),
    "last_name": _words(
        """
        last name, lastname, surname, family name, attendee last name, nachname, familienname, zuname, nom de famille, apellidos,
        apellido, cognome, sobrenome, apelido, achternaam, nazwisko, efternamn, etternavn, efternavn, sukunimi, příjmení, фамилия,
        اسم العائلة
        """
    ),
    "name": _words(
        """
        name, full name, fullname, your name, attendee name, guest name, attendee, participant, participant name, display name, nom complet,
        nombre completo, nome completo, nombre y apellidos, vollständiger name, teilnehmer, teilnehmername, nom et prénom, imię i
        nazwisko, volledige naam, naam, nom, nombre, nome, имя и фамилия, фио, الاسم, الاسم الكامل, 姓名, 氏名, 名前, 이름
        """
    ),
    "email": _words(
        """
        email, e mail, email address, e mail address, mail, your email, attendee email, guest email, participant email, e mail
        adresse, email adresse, mailadresse, mail address, courriel, adresse e mail, adresse email, adresse mail, correo
        electrónico, correo, email de contacto, posta elettronica, indirizzo email, endereço de email, e mailadres, adres e mail,
        e post, epost, sähköposti, work email, электронная почта, البريد الإلكتروني, 邮箱, メール
        """
    ),
    "organisation": _words(
        """
        organisation, organization, company, employer, affiliation, institution, company name, organisation name, organization
        name, university, company organisation, organisation company, firma, unternehmen, arbeitgeber, entreprise, société,
        organisme, empresa, organización, azienda, società, organizacja, bedrijf, organisatie, företag, компания, الشركة, 公司, 会社
        """
    ),
    "headline": _words(
        """
        headline, job title, jobtitle, role, position, tagline, one liner, occupation, profession, beruf, rolle, funktion,
        jobtitel, poste, fonction, cargo, puesto, ruolo, functie, stanowisko, должность, 職業
        """
    ),
    "bio": _words(
        """
        bio, biography, short bio, about, about me, about you, about yourself, profile, summary, abstract, biografie,
        kurzbiografie, über mich, biographie, à propos, biografía, sobre mí, biografia
        """
    ),
    "stage": _words(
        """
        stage, career stage, career level, seniority, experience level, karrierestufe, niveau de carrière
        """
    ),
    "languages": _words(
        """
        languages, language, spoken languages, languages spoken, sprachen, sprache, langues, langue, idiomas, idioma, lingue,
        talen, języki, языки
        """
    ),
    "talk": _words(
        """
        talk, interests, topics, talk about, interest, i talk about, topics of interest, tags, themen, interessen, centres d
        intérêt, intérêts, sujets, intereses, temas, interessi, interesses, zainteresowania, интересы
        """
    ),
    "offer": _words(
        """
        offer, offers, offering, i offer, can help with, i can help with, expertise, skills, biete, angebot, ich biete, j offre,
        offre, ofrezco, oferta, offro
        """
    ),
    "seek": _words(
        """
        seek, seeks, seeking, i seek, looking for, i am looking for, needs, suche, ich suche, gesuch, je cherche, recherche,
        busco, cerco
        """
    ),
    "group": _words(
        """
        group, group name, track, ticket type, ticket name, ticket category, ticket class, cohort, gruppe, strang,
        ticketart, ticketkategorie, groupe, parcours, type de billet, grupo, tipo de entrada, gruppo, groep, grupa, группа, المجموعة, 组
        """
    ),
    "phone": _words(
        """
        phone, phone number, mobile, mobile phone, cell phone, telephone, mobile number, telefon, telefonnummer, handy, mobil,
        téléphone, portable, teléfono, móvil, telefono, telefone, telefoon, телефон
        """
    ),
    "link": _words(
        """
        link, linkedin, linkedin url, linkedin profile, website, url, web, web page, homepage, webseite, site web, sitio web, sito
        """
    ),
    "status": _words(
        """
        approval status, attendee status, registration status, ticket status, status, order status, rsvp, statut, estado, stato
        """
    ),
}
HEADERS["quantity"] = _words("quantity, ticket quantity, number of tickets, tickets, anzahl, quantité, cantidad")
STAGES: dict[str, int] = {
    word: stage
    for stage, words in enumerate(
        (
            """student, undergraduate, master student, phd student, doctoral student, pupil, apprentice, trainee, intern,
            studierende, étudiant, étudiante, estudiante""",
            """early, early career, junior, graduate, entry level, starting out, postdoc, berufseinstieg, débutant""",
            """mid, mid career, mid level, intermediate, professional, experienced, berufserfahren""",
            """senior, senior career, expert, advanced, principal, staff""",
            """lead, leader, leadership, manager, head, director, executive, vp, c level, founder, leitung, führungskraft""",
            """giving back, late career, mentor, advisor, retired, emeritus, emerita, pensioner""",
        )
    )
    for word in _words(words)
}
LANGUAGES: dict[str, str] = {
    name: code
    for code, names in {
        "ar": "arabic, العربية, arabisch, arabe",
        "bg": "bulgarian, български",
        "bn": "bengali, bangla, বাংলা",
        "ca": "catalan, català",
        "cs": "czech, čeština, tschechisch",
        "cy": "welsh, cymraeg",
        "da": "danish, dansk",
        "de": "german, deutsch, allemand, alemán, tedesco",
        "el": "greek, ελληνικά",
        "en": "english, englisch, anglais, inglés, inglese, angielski",
        "es": "spanish, español, castellano, spanisch, espagnol",
        "et": "estonian, eesti",
        "fa": "persian, farsi, فارسی",
        "fi": "finnish, suomi",
        "fr": "french, français, französisch, francés, francese",
        "ga": "irish, gaeilge",
        "he": "hebrew, עברית",
        "hi": "hindi, हिन्दी",
        "hr": "croatian, hrvatski",
        "hu": "hungarian, magyar",
        "id": "indonesian, bahasa indonesia",
        "is": "icelandic, íslenska",
        "it": "italian, italiano, italienisch, italien",
        "ja": "japanese, 日本語",
        "ko": "korean, 한국어",
        "lt": "lithuanian, lietuvių",
        "lv": "latvian, latviešu",
        "nl": "dutch, nederlands, niederländisch, flemish",
        "no": "norwegian, norsk, bokmål",
        "pl": "polish, polski, polnisch",
        "pt": "portuguese, português, portugiesisch",
        "ro": "romanian, română",
        "ru": "russian, русский, russisch",
        "sk": "slovak, slovenčina",
        "sl": "slovenian, slovenščina",
        "sr": "serbian, српски, srpski",
        "sv": "swedish, svenska, schwedisch",
        "sw": "swahili, kiswahili",
        "ta": "tamil, தமிழ்",
        "tr": "turkish, türkçe, türkisch",
        "uk": "ukrainian, українська",
        "ur": "urdu, اردو",
        "vi": "vietnamese, tiếng việt",
        "zh": "chinese, mandarin, 中文, chinesisch",
    }.items()
    for name in (code, *_words(names))
}
CANCELLED = frozenset(
    _words(
        """
        declined, cancelled, canceled, refunded, rejected, not going, not attending, deleted, expired, withdrawn, no, abgesagt,
        storniert, annulé
        """
    )
)
WAITING = frozenset(
    _words(
        """
        pending approval, pending, waitlist, waitlisted, waiting list, on waitlist, invited, not registered, unpaid, warteliste
        """
    )
)
COMING = frozenset(
    _words(
        """
        approved, going, attending, registered, confirmed, paid, complete, completed, valid, active, checked in, accepted, yes,
        ok, angemeldet, bezahlt, inscrit
        """
    )
)
