"""What is sent to an HTTP gateway, and what its answer means."""

import json
import re
from urllib.parse import quote_plus

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)

#: Answers that say "later": the request timed out, came too early, or too often.
_LATER = frozenset((408, 425, 429))


def find_placeholders(template: str) -> set[str]:
    """Return the names in double braces.

    >>> sorted(find_placeholders('{"to": "{{ mobile }}", "text": "{{title}}"}'))
    ['mobile', 'title']
    """
    return set(_PLACEHOLDER.findall(template or ""))


def render(template: str, values: dict, quote) -> str:
    """Put quoted values in place of the names in double braces.

    >>> render("to={{mobile}}&text={{ title }}", {"mobile": "1", "title": "a b"}, form)
    'to=1&text=a+b'
    >>> render('{"text": "{{title}}"}', {"title": 'say "hi"'}, in_json)
    '{"text": "say \\\\"hi\\\\""}'

    :param str template: text with ``{{name}}``
    :param dict values: texts by name; a name that is missing gives an empty text
    :param quote: function that makes a text safe at its place
    """
    return _PLACEHOLDER.sub(
        lambda match: quote(str(values.get(match[1]) or "")), template or ""
    )


def in_json(text: str) -> str:
    """Quote a text for a place inside a JSON string.

    >>> in_json('line\\n"x"')
    'line\\\\n\\\\"x\\\\"'
    """
    return json.dumps(text, ensure_ascii=False)[1:-1]


def form(text: str) -> str:
    """Quote a text for a form or the address of a page.

    >>> form("a&b 好")
    'a%26b+%E5%A5%BD'
    """
    return quote_plus(text)


def in_header(text: str) -> str:
    """Make a text fit for one line.

    >>> in_header("a\\r\\nHost: b")
    'aHost: b'
    """
    return re.sub(r"[\r\n\0]", "", text)


def parse_headers(text: str) -> dict[str, str]:
    """Read headers, one a line.

    >>> parse_headers("X-Key: 1\\n\\nAccept: */*")
    {'X-Key': '1', 'Accept': '*/*'}
    >>> parse_headers("no colon")
    Traceback (most recent call last):
    ...
    ValueError: no colon

    :raise ValueError: the line that is no header
    """
    headers = {}
    for line in (text or "").splitlines():
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or not _HEADER_NAME.fullmatch(name.strip()):
            raise ValueError(line)
        headers[name.strip()] = value.strip()
    return headers


def judge(status: int, body: bytes, path: str = "", expected: str = "") -> str:
    """Say what an answer means.

    >>> judge(200, b'{"errcode": 0}', "errcode", "0")
    'sent'
    >>> judge(200, b'{"errcode": 45009}', "errcode", "0")
    'retry'
    >>> judge(200, b"<html>", "errcode", "0"), judge(404, b""), judge(503, b"")
    ('retry', 'failed', 'retry')

    :param int status: of HTTP
    :param bytes body: of the answer
    :param str path: where in a JSON answer it says how it went, e.g. ``result.code``;
        empty where the status alone says it
    :param str expected: what stands there when it went well
    :return: ``sent``; ``retry`` for what may work later; ``failed`` for what never will
    """
    if not 200 <= status < 300:
        return "retry" if status >= 500 or status in _LATER else "failed"
    if not path:
        return "sent"
    try:
        value = json.loads(body)
    except ValueError:
        return "retry"
    for key in path.split("."):
        if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return "retry"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "sent" if text == expected else "retry"
