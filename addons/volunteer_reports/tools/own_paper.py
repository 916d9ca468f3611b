"""A hospital's own dress for a printed page: head, foot, seal, type and wording.

Works on the page as it was rendered, so that the figures on it are none of its affair.
"""

import re

import lxml.html
from lxml import etree

#: Texts that the reader does not see.
_UNSEEN = {"style", "script"}
_DIGIT = re.compile(r"\d")
#: What is shorter stands in too many words.
SHORTEST = 2

FONTS = {
    "serif": '"Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "宋体", serif',
    "sans": '"Noto Sans CJK SC", "Source Han Sans SC", "SimHei", "黑体", sans-serif',
    "fangsong": '"FandolFang R", "FangSong", "仿宋", "Noto Serif CJK SC", serif',
    "kai": '"FandolKai", "KaiTi", "楷体", "Noto Serif CJK SC", serif',
}


def check_wording(term: str, replacement: str) -> str:
    """Return why a term cannot be replaced, or ``""``.

    Figures are not reworded: a paper says what the ledger says.

    >>> check_wording("志愿者编号", "义工号"), check_wording("号", "No.")
    ('', 'short')
    >>> check_wording("小时", "0小时")
    'digits'
    """
    if len(term.strip()) < SHORTEST:
        return "short"
    if _DIGIT.search(term) or _DIGIT.search(replacement):
        return "digits"
    return ""


def reword(text: str, wording: dict, names=(), own=()) -> str:
    """Return a text with terms replaced, the longest first, each place once.

    >>> reword("志愿者编号：志愿者", {"志愿者": "义工", "志愿者编号": "工号"})
    '工号：义工'
    >>> reword("志愿者在志愿者之家服务", {"志愿者": "义工"}, ["志愿者之家"])
    '义工在志愿者之家服务'

    :param names: of people, teams, projects …: they stay as they are, cut ones too
    :param own: texts that the paper says itself, whatever names stand in them
    """
    if not text or not any(term in text for term in wording):
        return text
    bare = text.strip()
    cut = bare[:-1] if bare[1:] and bare.endswith("…") else None
    if any(name == bare or (cut and name.startswith(cut)) for name in names):
        return text
    if " ".join(text.split()) not in own:
        wording = {**wording, **{name: name for name in names if name in text}}
    terms = sorted(wording, key=len, reverse=True)
    pattern = "|".join(re.escape(term) for term in terms)
    return re.sub(pattern, lambda match: wording[match[0]], text)


def read_terms(arch: str) -> list[str]:
    """Return the texts of a template, in their order, which can be reworded.

    >>> read_terms('<t><p>Name</p><b t-out="x">5</b><i>Sex<br/>No.</i></t>')
    ['Name', 'Sex', 'No.']
    """
    found = {}
    for text in _iter_texts(etree.fromstring(arch)):
        term = " ".join(text.split())
        if term and not check_wording(term, ""):
            found[term] = True
    return list(found)


def dress(
    html, *, style="", head=None, foot=None, seal="", wording=None, names=(), own=()
) -> str:
    """Return a rendered report in a hospital's own dress.

    :param html: the whole document
    :param str style: a style sheet
    :param dict head: ``image`` (data URI) and ``text`` above each page, or nothing
    :param dict foot: likewise, below
    :param str seal: data URI of the seal's picture, put where the seal goes
    :param dict wording: ``{term: replacement}`` for what people read on the pages
    :param names: what stays as it is; see :func:`reword`
    :param own: likewise, texts of the paper itself
    """
    # Once in the style sheet, not on each of a thousand pages.
    for css, image in (("o_own_logo", (head or {}).get("image")), ("o_own_seal", seal)):
        if image:
            style += f'\n.{css} {{ background-image: url("{image}"); }}'
    parser = lxml.html.HTMLParser(encoding="utf-8")
    root = lxml.html.fromstring(_encoded(html), parser=parser)
    for article in root.xpath(_of_class("article")):
        _reword_tree(article, wording or {}, names, own)
        article.set("class", f"{article.get('class')} o_own")
        for page in article.xpath("." + _of_class("o_page")):
            if head:
                page.insert(0, _band("o_own_head", head))
            if foot:
                page.append(_band("o_own_foot", foot))
        if seal:
            for place in article.xpath(
                "." + _of_class("o_seal") + "|." + _of_class("o_seal_right")
            ):
                place.append(_box("o_own_seal"))
        if style:
            sheet = lxml.html.Element("style")
            sheet.text = style
            article.insert(0, sheet)
    return lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")


def _encoded(html):
    return html if isinstance(html, bytes) else str(html).encode()


def _of_class(name):
    return f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def _iter_texts(root):
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        if node.text and node.tag not in _UNSEEN and not node.get("t-translation"):
            yield node.text
        if node.tail and node is not root:
            yield node.tail


def _reword_tree(root, wording, names, own):
    if not wording:
        return
    for node in root.iter():
        if (
            isinstance(node.tag, str)
            and node.tag not in _UNSEEN
            # What is typed in to verify the paper stays letter by letter.
            and "o_code" not in (node.get("class") or "").split()
        ):
            node.text = reword(node.text, wording, names, own)
        if node is not root:
            node.tail = reword(node.tail, wording, names, own)


def _band(css, content):
    band = lxml.html.Element("div")
    band.set("class", css)
    if content.get("image"):
        band.append(_box("o_own_logo"))
    for line in (content.get("text") or "").splitlines():
        row = etree.SubElement(band, "div")
        row.text = line
    return band


def _box(css):
    box = lxml.html.Element("div")
    box.set("class", css)
    return box
