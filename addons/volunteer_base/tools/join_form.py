"""What a stranger typed into the form of the join page, read and checked."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from . import resident_id
from .age import ADULT, age_on
from .phone import is_mobile, normal_mobile

#: Characters a line of text may have; a longer one is refused, never cut.
LENGTH, NAME_LENGTH, NOTE_LENGTH = 200, 60, 2000
#: The oldest age that is believed.
OLDEST = 120

RESIDENT_ID = "111"
LINES = (
    "region",
    "address",
    "employer",
    "occupation",
    "emergency_contact",
    "guardian_relation",
    "external_number",
)
MOBILES = ("mobile", "emergency_mobile", "guardian_mobile")
CODES = ("political_status_id", "education_id", "ethnic_group_id", "platform_id")
_EMAIL = re.compile(r"[^@\s<>\"',;:()\[\]\\]+@[^@\s<>\"',;:()\[\]\\]+\.[^@\s.\d]{2,}")
_DOCUMENT = re.compile(r"[A-Z0-9()\-]{5,20}", re.ASCII)


def read_form(
    form: Mapping,
    kinds: frozenset,
    id_types: frozenset,
    today: date,
    partial: bool = False,
) -> tuple[dict, dict]:
    """Return ``(values, errors)`` of a sent form.

    :param form: ``{field: text}``, from anybody
    :param kinds: keys of the kinds of volunteers
    :param id_types: keys of the types of documents
    :param today: the day by which ages are counted
    :param partial: whether empty fields mean "as it is on file"
    :return: the values in their normal form, with ``minor`` saying whether the person
        is under 18, or None where nothing tells; and for each wrong field a key of what
        is wrong: ``missing long characters length checksum birth_date future differs
        mobile email adult choice date``
    """
    reader = _Reader(form)
    values = {"name": reader.line("name", NAME_LENGTH), "note": reader.note("note")}
    values["kind"] = reader.choice("kind", kinds)
    values["id_type"] = reader.choice("id_type", id_types)
    values["sex"] = reader.choice("sex", frozenset("12"))
    values.update((name, reader.line(name)) for name in LINES)
    values.update((name, reader.mobile(name)) for name in MOBILES)
    values.update((name, reader.number(name)) for name in CODES)
    values["guardian_name"] = reader.line("guardian_name", NAME_LENGTH)
    values["email"] = reader.email("email")
    values["birth_date"] = reader.date("birth_date", today)
    values["guardian_account"] = bool(reader.raw("guardian_account"))
    _read_document(reader, values, today)
    _check_age(reader, values, today)
    if not partial:
        _check_complete(reader, values)
    return values, reader.errors


def _read_document(reader, values, today):
    """Read the ID number; of a resident ID take birth date and sex."""
    number = resident_id.normalise(reader.raw("id_number"))
    values["id_number"] = number
    if not number:
        return
    if not values["id_type"]:
        reader.errors.setdefault("id_type", "missing")
    if values["id_type"] != RESIDENT_ID:
        if not _DOCUMENT.fullmatch(number):
            reader.errors["id_number"] = "characters"
        return
    try:
        values["id_number"] = resident_id.check_resident_id(number, today)
    except resident_id.ResidentIdError as error:
        reader.errors["id_number"] = error.reason
        return
    for name, derived in (
        ("birth_date", resident_id.birth_date(number)),
        ("sex", resident_id.sex(number)),
    ):
        if values[name] and values[name] != derived:
            reader.errors[name] = "differs"
        values[name] = derived


def _check_age(reader, values, today):
    """Say whether the person is a minor, and look at what follows from it."""
    age = age_on(values["birth_date"], today)
    values["minor"] = None if age is None else age < ADULT
    if age is not None and age > OLDEST:
        reader.errors.setdefault("birth_date", "date")
    if values["minor"]:
        values["kind"] = values["kind"] and "minor"
    elif values["kind"] == "minor" and age is not None:
        reader.errors["kind"] = "adult"


def _check_complete(reader, values):
    """Note what is missing (Ministry of Civil Affairs Order 67, article 5)."""
    needed = ["kind", "name", "id_type", "id_number", "birth_date", "sex", "region"]
    if values["minor"]:
        # The guardian answers for a minor, who may have no telephone.
        needed += ["guardian_name", "guardian_relation", "guardian_mobile"]
    else:
        needed += ["mobile"]
    if values["external_number"]:
        needed += ["platform_id"]
    for name in needed:
        if not values[name]:
            reader.errors.setdefault(name, "missing")


class _Reader:
    """Takes fields from a form one by one and remembers what is wrong."""

    def __init__(self, form):
        self.form = form
        self.errors = {}

    def raw(self, name):
        value = self.form.get(name)
        return value if isinstance(value, str) else ""

    def line(self, name, length=LENGTH):
        text = unicodedata.normalize("NFC", self.raw(name))
        text = " ".join(_printable(text, keep="").split())
        return self._limited(name, text, length)

    def note(self, name):
        text = unicodedata.normalize("NFC", self.raw(name)).replace("\r\n", "\n")
        return self._limited(name, _printable(text, keep="\n").strip(), NOTE_LENGTH)

    def _limited(self, name, text, length):
        if len(text) > length:
            self.errors[name] = "long"
            return text[:length]
        return text

    def choice(self, name, keys):
        value = self.raw(name)
        if value and value not in keys:
            self.errors[name] = "choice"
            return ""
        return value

    def number(self, name):
        value = self.raw(name)
        if not value:
            return False
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            self.errors[name] = "choice"
            return False
        return int(value)

    def mobile(self, name):
        text = self.raw(name).strip()
        if not text:
            return ""
        if len(text) > 40 or not is_mobile(text):
            self.errors[name] = "mobile"
            return text[:40]
        return normal_mobile(text)

    def email(self, name):
        text = unicodedata.normalize("NFKC", self.raw(name)).strip()
        if text and (len(text) > 100 or not _EMAIL.fullmatch(text)):
            self.errors[name] = "email"
            return text[:100]
        return text.lower()

    def date(self, name, today):
        text = self.raw(name).strip()
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.errors[name] = "date"
            return None
        if day > today:
            self.errors[name] = "future"
            return None
        return day


def _printable(text, keep):
    """Return a text without control and formatting characters, but for ``keep``."""
    return "".join(
        character
        if character in keep or character.isspace()
        else ""
        if unicodedata.category(character).startswith("C")
        else character
        for character in text
    )
