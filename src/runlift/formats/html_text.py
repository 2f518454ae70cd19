"""Text that calendar apps have turned into HTML, as Google's and Outlook's do with notes that are edited in them."""

import html
import re

_TAGS = (
    "a|abbr|address|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|font|footer|h[1-6]|head|header|hr|html|i|img"
    "|li|link|meta|ol|p|pre|s|script|section|small|span|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul"
)
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+))*+\s*+/?"""
# What is never closed runs to the end, as in a browser; to look for ends that are not there would take quadratic time.
_UNSEEN = re.compile(
    r"<!--(?:(?!-->).)*+(?:-->)?|<!DOCTYPE[^<>]*+>|<\?xml[^<>]*+>|<(style|script|title)\b[^<>]*+>(?:(?!</\1).)*+",
    re.IGNORECASE | re.DOTALL,
)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6])\s*>", re.IGNORECASE)
# Only tags that HTML knows, with nothing but attributes in them: "heart rate <65%", "a<b and c>d" have none.
_TAG = re.compile(rf"</?(?:{_TAGS}){_ATTRIBUTES}>", re.IGNORECASE)
# Only entities that are closed: an address may hold "&region=" or "&copy=".
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)


def without_html(marked_up: str) -> str:
    """Return the text without the tags and entities of HTML."""
    if "<" in marked_up:
        marked_up = _TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub("", marked_up)))
    return _ENTITY.sub(lambda match: html.unescape(match[0]), marked_up).strip()


def is_html(text: str) -> bool:
    """Tell whether there is any HTML in it."""
    return without_html(text) != text.strip()


def as_html(text: str) -> str:
    """Return the HTML that shows the text."""
    return html.escape(text, quote=False).replace("\n", "<br>")
