"""Names that badges have come to grief over: every script that is shipped, mixed, stacked, very long, very short, without letters.

And names made to break letters: line breaks of every kind, headers, addresses, half quotes, coded words.
"""

import random
from collections.abc import Iterator

LINE_BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\t")
# A PostgreSQL takes no NUL, and no store half a sign: these come to a letter from elsewhere, if at all
NOWHERE_STORED = ("\x00", "\ud800")
_WORDS = (
    "Bcc: evil@evil.example",
    "Ada",
    "é",
    "漢字",
    "<evil@evil.example>",
    '"',
    "\\",
    ",",
    ";",
    "=?utf-8?q?=0D=0ABcc:?=",
    " ",
    "x" * 90,
)


def hostile_names(count: int, *, breaks: tuple[str, ...] = LINE_BREAKS) -> Iterator[str]:
    """So many names, the same each time."""
    dice = random.Random(29)
    for _ in range(count):
        yield "".join(dice.choice(dice.choice([breaks, _WORDS])) for _ in range(dice.randint(1, 12)))


NASTY_NAMES = (
    "Amara Lindqvist",
    "محمد الأمين",
    "דוד כהן",
    "אבי Cohen-לוי",
    "अमित क्षत्रिय",
    "श्रीमती प्रज्ञा त्रिवेदी",
    "ธนา กำแพงเพชรศักดิ์สิทธิ์",
    "عبد الرحمن Al-Rashid bin Abdulaziz",
    "Ада عمر Ωμέγα",
    "Nguyễn Thị Hoàng Yến",
    "Ọ̀ṣọ́nà Adébáyọ̀ Ọlátúnjí",
    "Ольга-Александра Константинопольская-Рождественская",
    "Αλέξανδρος Ἀθηναῖος",
    "Wolfeschlegelsteinhausenbergerdorff" * 3,
    "Pablo Diego José Francisco de Paula Juan Nepomuceno María de los Remedios Cipriano de la Santísima Trinidad Ruiz y Picasso",
    "محمد بن عبد الله بن عبد المطلب بن هاشم بن عبد مناف بن قصي بن كلاب",
    "O",
    "🚀 Ada 🚀",
    "🚀",
    "<script>alert(1)</script> O’Neil & “Sons” (Ltd.)",
    "مُحَمَّدٌ ١٢٣ (Ltd.)",
    "王小明",
    "a\u202eb\u2066c",
    "İğdır Şükrü Çağlayan",
)
