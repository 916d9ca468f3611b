"""Reading the rows of a register: cells become values, or errors with their place.

Nothing here knows a database: words of editable tables (teams, skills, national codes)
come in as dictionaries, values go out as plain Python.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from . import resident_id
from .phone import normal_mobile
from .register_words import ID_TYPES, KINDS, SEXES, spell, word_key
from .table_file import FILE_CODES, Limits, TableError

#: A register may be larger than a plan.
LIMITS = Limits(20 * 1024 * 1024, 200 * 1024 * 1024, 20_000, 200)

#: What can be wrong with a row, besides what can be wrong with a file.
CODES = (
    *FILE_CODES,
    "blank",  # the row has no name
    "too_long_text",  # more than MAX_TEXT characters
    "formula",  # the cell begins with = + @ or is an error of a spreadsheet
    "unknown_word",  # value: not a value of the column's table
    "ambiguous_word",  # value: several values of the column's table are called so
    "unknown_kind",
    "unknown_sex",
    "unknown_id_type",
    "not_a_date",
    "future_date",
    "not_a_mobile",
    "not_an_email",
    "not_yes_or_no",
    "scientific",  # a spreadsheet has shortened the number
    "id_length",
    "id_characters",
    "id_birth_date",
    "id_future",
    "id_checksum",
    "id_short",  # another document: fewer than 4 or more than 30 characters
    "birth_differs",  # from the one in the ID number
    "sex_differs",
    "twice",  # value: the row in which this key stands already
    "too_many_cells",  # more cells than headings
)
MAX_TEXT = 200
SENSITIVE = frozenset(
    {
        "id_number",
        "mobile",
        "emergency_mobile",
        "guardian_mobile",
        "address",
        "email",
        "birth_date",
    }
)
_YES = frozenset("是 有 y yes true 1 √ ✓ 对".split())
_NO = frozenset("否 无 n no false 0 × 不是".split())
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+\d{1,2}:\d.*)?$"
)
_DIGIT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+$")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+$")
_SEPARATORS = re.compile(r"[、,，;；/|]+")
_ERRORS = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"]
)


#: In the tables of words: several values are called so.
AMBIGUOUS = object()


class RegisterRow(NamedTuple):
    """A good row: the 1-based row of the file, and ``{target: value}`` of its cells.

    Empty cells have no value. Birth date and sex are filled from a resident ID number.
    """

    row: int
    values: dict


class CellError(ValueError):
    def __init__(self, code: str, value: str = ""):
        super().__init__(code)
        self.code = code
        self.value = value


def parse_register(
    rows: list[list[str]],
    header: int,
    targets: list[str],
    tables: Mapping[str, Mapping[str, object]],
    today: date,
) -> tuple[list[RegisterRow], list[TableError]]:
    """Return the good rows of a register, and everything that is wrong with the others.

    :param rows: as ``read_table`` returns them
    :param header: index of the header in ``rows``
    :param targets: what each column holds, of ``register_headings.TARGETS``; columns
        with an empty target are not looked at
    :param tables: ``{target: {word_key(word): value}}`` for ``team``, ``skills``,
        ``categories``, ``political_status``, ``education`` and ``ethnic_group``; the
        value of a word that several are called is :data:`AMBIGUOUS`
    :param today: dates may not lie after it
    :return: rows and errors in order of the file; ``column`` is the heading, and
        ``value`` what stands there, or nothing where that is nobody's business
    """
    return parse_rows(
        rows,
        header,
        targets,
        _make_readers(tables, today),
        RegisterChecks(today).check,
        SENSITIVE,
    )


def parse_rows(
    rows: list[list[str]],
    header: int,
    targets: list[str],
    readers: Mapping[str, Callable],
    check: Callable,
    sensitive: Collection[str] = (),
) -> tuple[list[RegisterRow], list[TableError]]:
    """Return the good rows of a table, and everything that is wrong with the others.

    :param rows: as ``read_table`` returns them
    :param header: index of the header in ``rows``
    :param targets: what each column holds, ``""`` where it is not looked at
    :param readers: ``{target: function}``, which turns a filled cell into a value or
        raises :class:`CellError`
    :param check: called with the values of a row without such errors and its number;
        may complete the values; returns ``[(target, code, value)]``
    :param sensitive: targets of which an error does not repeat what stands there
    :return: rows and errors in order of the file
    """
    headings = rows[header]
    width = len(headings)
    columns = [
        (place, target, readers[target])
        for place, target in enumerate(targets)
        if target
    ]
    good: list[RegisterRow] = []
    errors: list[TableError] = []
    by_target = {target: headings[place] for place, target, _reader in columns}
    for number, cells in enumerate(rows[header + 1 :], header + 2):
        if not any(cells):
            continue
        values, wrong = _read_cells(cells, columns)
        if not wrong and any(cells[width:]):
            wrong = [(str(width + 1), "too_many_cells", "")]
        if not wrong:
            wrong = check(values, number)
        if wrong:
            errors += [
                TableError(
                    code,
                    number,
                    by_target.get(target, target),
                    "" if target in sensitive and code != "twice" else value,
                )
                for target, code, value in wrong
            ]
        else:
            good.append(RegisterRow(number, values))
    return good, errors


def _read_cells(cells, columns):
    values, wrong = {}, []
    size = len(cells)
    for place, target, reader in columns:
        text = cells[place] if place < size else ""
        if not text:
            continue
        try:
            values[target] = reader(text)
        except CellError as error:
            wrong.append((target, error.code, error.value or text))
    return values, wrong


class RegisterChecks:
    """What is checked of a person's row as a whole, and between rows.

    :param today: no date of birth lies after it
    """

    def __init__(self, today: date):
        self.today = today
        self.seen: dict[tuple, int] = {}

    def check(self, values: dict, number: int) -> list[tuple[str, str, str]]:
        """Return what is wrong with row ``number``: ``[(target, code, value)]``."""
        wrong = []
        if "id_number" in values:
            wrong += check_document(values, self.today)
        for target in ("code", "external_number", "employee_number", "id_number"):
            if target in values and not wrong:
                key = (target, values[target])
                if target == "id_number":
                    key = (target, values["id_type"], values[target])
                first = self.seen.setdefault(key, number)
                if first != number:
                    wrong.append((target, "twice", str(first)))
        return wrong


def check_document(values, today):
    """Check an ID number, fill birth date and sex from it, or compare them with it."""
    number = resident_id.normalise(values["id_number"])
    values["id_number"] = number
    if values.setdefault("id_type", "111") != "111":
        if not 4 <= len(number) <= 30:
            return [("id_number", "id_short", "")]
        return []
    try:
        resident_id.check_resident_id(number, today)
    except resident_id.ResidentIdError as error:
        return [("id_number", f"id_{error.reason}", "")]
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    sex = "1" if int(number[16]) % 2 else "2"
    wrong = []
    if values.setdefault("birth_date", born) != born:
        wrong.append(("birth_date", "birth_differs", ""))
    if values.get("sex") in ("1", "2") and values["sex"] != sex:
        wrong.append(("sex", "sex_differs", ""))
    values["sex"] = sex
    return wrong


# --- Cells --------------------------------------------------------------------


def _make_readers(tables, today) -> dict[str, Callable]:
    past = lambda text: read_date(text, today)  # noqa: E731
    readers = dict.fromkeys(
        ["id_number", "external_number", "employee_number", "code"], read_number
    )
    readers |= dict.fromkeys(
        ["birth_date", "consent_date", "guardian_consent_date", "date_registered"], past
    )
    readers |= dict.fromkeys(
        ["mobile", "emergency_mobile", "guardian_mobile"], _read_mobile
    )
    readers |= dict.fromkeys(
        ["name", "employer", "occupation", "region", "address"], read_text
    )
    readers |= dict.fromkeys(
        ["emergency_contact", "guardian_name", "guardian_relation"], read_text
    )
    readers |= dict.fromkeys(["is_contract", "party_applicant"], _read_yes)
    readers["email"] = _read_email
    for target, words in (("kind", KINDS), ("sex", SEXES), ("id_type", ID_TYPES)):
        readers[target] = word_reader(spell(words), f"unknown_{target}")
    for target in ("political_status", "education", "ethnic_group", "team"):
        readers[target] = word_reader(tables.get(target, {}))
    for target in ("skills", "categories"):
        readers[target] = _words_reader(tables.get(target, {}))
    return readers


def read_text(text: str) -> str:
    # What a spreadsheet would calculate is not data, and would calculate again in
    # whatever this is exported to.
    if text[0] in "=@" or text.upper() in _ERRORS:
        raise CellError("formula")
    if len(text) > MAX_TEXT:
        raise CellError("too_long_text")
    return " ".join(text.split())


def read_number(text: str) -> str:
    text = unicodedata.normalize("NFKC", read_text(text)).strip("'")
    if _SCIENTIFIC.match(text):
        raise CellError("scientific")
    return text


def _read_mobile(text: str) -> str:
    text = normal_mobile(read_number(text))
    digits = text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 20):
        raise CellError("not_a_mobile")
    if len(digits) == 11 and text[0] != "+" and digits[0] not in "01":
        raise CellError("not_a_mobile")
    return text


def _read_email(text: str) -> str:
    text = read_number(text)
    if not _EMAIL.match(text):
        raise CellError("not_an_email")
    return text


def _read_yes(text: str) -> bool:
    key = word_key(text)
    if key in _YES:
        return True
    if key in _NO:
        return False
    raise CellError("not_yes_or_no")


def read_date(text: str, today: date) -> date:
    text = unicodedata.normalize("NFKC", text).strip()
    found = _DATE.match(text) or _DIGIT_DATE.match(text)
    try:
        day = datetime(*map(int, found.groups())).date() if found else None
    except ValueError:
        day = None
    if day is None or day.year < 1900:
        raise CellError("not_a_date")
    if day > today:
        raise CellError("future_date")
    return day


def word_reader(words: Mapping[str, object], problem: str = "unknown_word") -> Callable:
    def read(text):
        value = words.get(word_key(text))
        if value is None:
            raise CellError(problem)
        if value is AMBIGUOUS:
            raise CellError("ambiguous_word")
        return value

    return read


def _words_reader(words: Mapping[str, object]) -> Callable:
    """Return the reader of a cell with several words, which gives a tuple of values."""

    def read(text):
        values = []
        for word in filter(None, map(str.strip, _SEPARATORS.split(text))):
            value = words.get(word_key(word))
            if value is None:
                raise CellError("unknown_word", word)
            if value is AMBIGUOUS:
                raise CellError("ambiguous_word", word)
            values.append(value)
        return tuple(dict.fromkeys(values))

    return read
