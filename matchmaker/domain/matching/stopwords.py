"""Words that say nothing about a person, by language; the weights by rarity do the rest."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

NO_LANGUAGE: Final = ""
_LISTS: Final = {
    "en": """a about above across after again against all almost also although am among an and another any anyone are around as at be
        because been before being below between both but by can cannot could d did do does doing done down during each either
        etc ever every few for from further get gets getting good got had has have having he help helping her here hers him
        his how however i if in into is it its itself just keen know like likes ll looking love m made make makes making many
        may me meet meeting might more most much must my need needs neither no nor not now of off often on one only onto
        or other others our out over own people per person rather re s same shall she should since so some someone something
        such t than that the their them then there these they thing things this those through to too under until up upon us
        use used using ve very via want wanted wants was way we well were what when where whether which while who whom whose
        why will wish with within without working would yet you your""",
    "de": """aber als am an auch auf aus bei beim bin bis da damit dann das dass dein dem den der des die dir doch du durch ein eine einem
        einen einer eines er es etwas euch für gegen gern haben hat hatte hier hinter ich ihm ihn ihr ihre im in ist ja jede
        jeder jemand kann kein keine können mehr mein meine mich mir mit möchte nach nicht noch nur oder ohne sehr sein seine
        sich sie sind so suche über um und uns unser unter viel vom von vor war was weil wenn wer werden wie wir wird wo zu
        zum zur zwischen""",
    "fr": """à ai alors après au aussi autre aux avec avoir c ce ces cette chez comme d dans de des donc du elle elles en entre est et
        être eu fait il ils j je l la le les leur leurs lui m ma mais me même mes moi mon n ne nos notre nous on ont ou où
        par pas plus pour qu quand que qui s sa sans se ses si son sont sur ta te tes ton tous tout toute très tu un une vos
        votre vous y""",
    "es": """a al algo algunos ante antes como con contra cual cuando de del desde donde durante e el ella ellas ellos en entre era es esa
        ese eso esta este esto estos fue ha hasta hay la las le les lo los más me mi mis mucho muy ni no nos nosotros o otra
        otro otros para pero poco por porque que quien se ser si sin sobre son su sus también tanto te tiene todo todos tu
        tus un una uno unos y ya yo""",
    "it": """a ad agli ai al alla alle allo anche c che chi ci col come con cui d da dai dal dalla dalle dei del della delle dello di dove
        e ed era essere fra gli ha hanno ho i il in io l la le lei li lo loro lui ma mi mia mio ne nei nel nella nelle noi
        non nostra nostro o per perché più qualcuno quando quella quello questa questo se senza si sono su sua sui sul sulla
        suo ti tra tu tua tuo un una uno vi voi""",
    "pt": """a ao aos as até com como da das de dela dele do dos e é ela elas ele eles em entre era essa esse esta este eu foi há isso
        isto já lhe mais mas me mesmo meu minha muito na nas não nem no nos nossa nosso num o os ou para pela pelas pelo
        pelos por porque quando que quem se sem ser seu seus só sua suas são também te tem tu um uma você""",
    "nl": """aan al als altijd andere bij daar dan dat de der deze die dit doch doen door dus een en er ge geen haar had heb hebben heeft
        hem het hier hij hoe hun iemand ik in is ja je kan kunnen maar me meer men met mij mijn na naar niet niets nog nu of
        om onder ons ook op over te tegen toch toen tot u uit uw van veel voor want waren was wat we wel werd wie wij wil
        worden wordt zal ze zich zij zijn zo""",
}


def plain(word: str) -> str:
    """One spelling of a word: compatible forms, no case, no accents of Latin, Greek and Cyrillic, no invisible joiners."""
    if word.isascii():
        return word.lower()
    parted = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(sign for sign in parted if not ("\u0300" <= sign <= "\u036f" or sign in "\u200c\u200d"))
    return unicodedata.normalize("NFKC", kept)


def own_word(text: str) -> str:
    """A name as a whole, however it is written: "  ACME " and "Acme" are one."""
    return " ".join(plain(text).split())


@cache
def stop_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(plain(word) for word in words.split()) for language, words in _LISTS.items()}


def language_of(words: Sequence[str]) -> str:
    """The language whose function words meet most of a text's words; `NO_LANGUAGE` if none meets any."""
    meets = {language: sum(word in stops for word in words) for language, stops in stop_words().items()}
    best = max(meets, key=lambda language: meets[language])
    return best if meets[best] else NO_LANGUAGE
