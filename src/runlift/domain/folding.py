"""Texts as runners type them, made comparable: one case, one dash, no accents; and cut into tokens."""

import re
import unicodedata

SEPARATORS = frozenset(
    {" - ", ",", ";", ":", "(", ")", "[", "]", "+", "/", "|", "•", "·", "!", "?", "&", "@", ".", "\n"}
)
"""Tokens that end a phrase; `@` also begins one ("@ mp")."""

_PLAIN = {
    **dict.fromkeys("×✕✖", "x"),
    # en and em dash, minus; hyphens, figure dash, wave dashes of East Asian keyboards
    **dict.fromkeys("–—−\u2010\u2011\u2012\u301c\uff5e", "-"),
    # apostrophes, primes for minutes, and the Hebrew geresh
    **dict.fromkeys("’\u2018\u2032\u00b4`\u02bc\u05f3", "'"),
    **dict.fromkeys("“”„\u2033\u05f4", '"'),
    **dict.fromkeys("_\u00a0\u202f→", " "),
    "。": ".",
    "、": ",",
}
_FANCY = re.compile(f"[{''.join(_PLAIN)}]")
# Accents of the Latin and Cyrillic alphabets, and what changes an emoji's colour or sex. Japanese voicing marks stay.
_MARKS = re.compile("[\u0300-\u036f\ufe0f\u200d\u200e\u200f\u2640\u2642\U0001f3fb-\U0001f3ff]")
# Scripts without blanks between words are read sign by sign.
_SIGN = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"  # Chinese, Japanese, Korean
    "\u231a-\u23ff\u2600-\u27bf\u2b50\U0001f300-\U0001faff"  # emoji
)
_NUMBER_OR_SEPARATOR = r"\d+(?:[.,:]\d+)*[a-z0-9]*| - |\.(?!\d)|[,;:()\[\]+/|•·!?&@\n]"
_ASCII_TOKEN = re.compile(rf"[a-z][a-z0-9]*|{_NUMBER_OR_SEPARATOR}")
_TOKEN = re.compile(rf"[^\W\d_{_SIGN}][^\W_{_SIGN}]*|[{_SIGN}]|{_NUMBER_OR_SEPARATOR}")


def fold(text: str) -> str:
    """Lower the case, drop accents and make typography plain, so that like words become equal."""
    if text.isascii():
        return text.lower().replace("_", " ")
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", _FANCY.sub(lambda found: _PLAIN[found[0]], text)))
    return unicodedata.normalize("NFC", bare).casefold()


def tokens(folded: str) -> list[str]:
    """Cut a folded text into words, numbers with their unit, single signs of unspaced scripts, and separators."""
    return (_ASCII_TOKEN if folded.isascii() else _TOKEN).findall(folded)
