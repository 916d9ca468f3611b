import hashlib
import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..tools import canonical
from ..tools.canonical import (
    FIELDS_V1,
    NoticeDigest,
    canonical_line,
    description_hash,
    line_digest,
    new_salt,
    notice_digest,
)

GOLDEN = Path(__file__).parent / "golden" / "canonical_v1.json"
KINDS = {name: kind.rstrip("!") for name, kind in FIELDS_V1}
READ = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}


def read_values(stored):
    """Return the values of a golden line with dates and datetimes as such."""
    return {
        name: READ.get(KINDS[name], lambda same: same)(value) if value else value
        for name, value in stored.items()
    }


@tagged("post_install", "-at_install", "volunteer_tools")
class TestCanonical(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
        cls.values = read_values(cls.golden["lines"][0]["values"])

    def changed(self, **values):
        return canonical_line({**self.values, **values})

    def test_golden_lines(self):
        """What was recorded under version 1 must be provable for ever."""
        self.assertGreaterEqual(len(self.golden["lines"]), 4)
        for line in self.golden["lines"]:
            with self.subTest(line=line["name"]):
                values = read_values(line["values"])
                self.assertEqual(canonical_line(values), "\n".join(line["text"]))
                self.assertEqual(line_digest(line["salt"], values), line["digest"])

    def test_golden_texts(self):
        for text in self.golden["texts"]:
            found = description_hash(text["salt"], text["text"])
            self.assertEqual(found, text["hash"])

    def test_golden_notices(self):
        previous = None
        for notice in self.golden["notices"]:
            found = notice_digest(previous, notice["lines"])
            self.assertEqual(found, notice["digest"])
            previous = found

    def test_fields_are_those_of_the_golden_file(self):
        self.assertEqual([name for name, _kind in FIELDS_V1], self.golden["fields"])
        self.assertEqual(canonical.VERSION, 1)

    def test_every_field_counts(self):
        whole = canonical_line(self.values)
        other = {
            "integer": 987,
            "text": "other",
            "date": date(2001, 1, 1),
            "datetime": datetime(2001, 1, 1, 1, 1, 1),
        }
        for name, kind in KINDS.items():
            value = other.get(kind, not self.values[name])
            with self.subTest(name=name):
                self.assertNotEqual(self.changed(**{name: value}), whole)

    def test_order_and_other_keys_do_not_matter(self):
        shuffled = dict(sorted(self.values.items(), reverse=True), id=5, name="x")
        self.assertEqual(canonical_line(shuffled), canonical_line(self.values))

    def test_empty_values(self):
        for name, kind in FIELDS_V1:
            for empty in (None, False):
                with self.subTest(name=name, empty=empty):
                    if kind.endswith("!"):
                        with self.assertRaises(ValueError):
                            self.changed(**{name: empty})
                    elif kind == "boolean":
                        self.assertIn(f"\n{name}=0\n", self.changed(**{name: empty}))
                    else:
                        text = self.changed(**{name: empty}) + "\n"
                        self.assertIn(f"\n{name}=\n", text)
        self.assertIn("\npoints=0\n", self.changed(points=0))

    def test_missing_field(self):
        for name in KINDS:
            values = dict(self.values)
            del values[name]
            with self.subTest(name=name), self.assertRaises(ValueError):
                canonical_line(values)

    def test_wrong_types(self):
        for values in (
            {"minutes": 90.0},
            {"minutes": "90"},
            {"minutes": True},
            {"ledger_no": 1.5},
            {"volunteer": 7},
            {"volunteer": True},
            {"proven": 1},
            {"proven": "1"},
            {"date": datetime(2024, 3, 5)},
            {"date": "2024-03-05"},
            {"start": date(2024, 3, 5)},
            {"start": "2024-03-05 01:00:00"},
            {"team": [1, "Team"]},
        ):
            with self.subTest(values=values), self.assertRaises(TypeError):
                self.changed(**values)

    def test_times(self):
        moment = datetime(2024, 3, 5, 1, 2, 3)
        text = self.changed(start=moment)
        self.assertIn("\nstart=2024-03-05T01:02:03Z\n", text)
        self.assertEqual(self.changed(start=moment.replace(microsecond=9)), text)
        shanghai = timezone(timedelta(hours=8))
        aware = datetime(2024, 3, 5, 9, 2, 3, tzinfo=shanghai)
        self.assertEqual(self.changed(start=aware), text)

    def test_no_value_can_play_another_line(self):
        lines = len(canonical_line(self.values).split("\n"))
        texts = set()
        evil = (
            "V1\ndate=2024-01-01",
            "V1\\ndate=2024-01-01",
            "V1\rdate=2024-01-01",
            "V1\\\ndate=2024-01-01",
            "V1=2",
            "V1",
        )
        for value in evil:
            text = self.changed(volunteer=value)
            self.assertEqual(len(text.splitlines()), lines)
            texts.add(text)
        self.assertEqual(len(texts), len(evil))

    def test_digest(self):
        text = canonical_line(self.values)
        expected = hashlib.sha256(("salt" + text).encode()).hexdigest()
        self.assertEqual(line_digest("salt", self.values), expected)
        self.assertNotEqual(line_digest("other", self.values), expected)
        for empty in ("", None):
            with self.assertRaises(ValueError):
                line_digest(empty, self.values)

    def test_salts(self):
        salts = {new_salt() for _index in range(100)}
        self.assertEqual(len(salts), 100)
        self.assertRegex(salts.pop(), r"\A[0-9a-f]{32}\Z")

    def test_description(self):
        self.assertEqual(description_hash("s", ""), "")
        self.assertEqual(description_hash("", None), "")
        self.assertNotEqual(description_hash("s", "a"), description_hash("t", "a"))
        self.assertNotEqual(description_hash("s", "a"), description_hash("s", "b"))
        with self.assertRaises(ValueError):
            description_hash("", "a")

    def test_notice(self):
        first, second, third = (f"{number:064x}" for number in (1, 2, 3))
        plain = hashlib.sha256((first + second + third).encode()).hexdigest()
        self.assertEqual(notice_digest(first, iter([second, third])), plain)
        self.assertNotEqual(notice_digest(first, [third, second]), plain)
        self.assertEqual(notice_digest(None, []), hashlib.sha256().hexdigest())
        self.assertEqual(notice_digest("", [first]), notice_digest(False, [first]))
        stream = NoticeDigest(first)
        stream.update(second)
        stream.update(third)
        self.assertEqual((stream.hexdigest(), stream.count), (plain, 2))
        for wrong in (
            "",
            "x",
            first[:-1],
            first.upper().replace("0", "A"),
            first + "\n",
        ):
            with self.subTest(wrong=wrong), self.assertRaises(ValueError):
                notice_digest(first, [wrong])
        with self.assertRaises(ValueError):
            notice_digest("x", [])
