from datetime import datetime, timedelta, timezone

import vobject

from odoo.tests import BaseCase, tagged

from ..tools.ics import Event, escape, fold, write_calendar

START = datetime(2026, 11, 23, 0, 0)
NASTY = "门诊, 导医; a\\b\r\nBEGIN:VALARM\rEND:VEVENT\x00 “quoted” " + "门" * 60


@tagged("post_install", "-at_install")
class TestIcs(BaseCase):
    def _event(self, **vals):
        return Event(
            **{
                "uid": "volunteer-1@example.com",
                "title": "门诊导医",
                "start": START,
                "stop": START + timedelta(hours=3.5),
                "changed": datetime(2026, 11, 20, 8, 0),
                **vals,
            }
        )

    def _read(self, *events):
        """Return the events as another program reads them."""
        text = write_calendar("志愿服务", "Asia/Shanghai", events)
        return list(vobject.readOne(text).vevent_list)

    def test_read_by_another_program(self):
        (event,) = self._read(
            self._event(
                title=NASTY,
                place=NASTY,
                text=NASTY,
                url="https://example.com/my?a=1;b=2",
                alarms=(1440, 60),
            )
        )
        clean = NASTY.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        for line in (event.summary, event.location, event.description):
            self.assertEqual(line.value, clean)
        self.assertEqual(event.url.value, "https://example.com/my?a=1;b=2")
        self.assertEqual(event.dtstart.value.astimezone(timezone.utc).hour, 0)
        self.assertEqual(
            event.dtend.value - event.dtstart.value, timedelta(hours=3, minutes=30)
        )
        self.assertEqual(
            [alarm.trigger.value for alarm in event.valarm_list],
            [timedelta(days=-1), timedelta(hours=-1)],
        )

    def test_several(self):
        events = self._read(self._event(), self._event(uid="volunteer-2@example.com"))
        self.assertEqual(len(events), 2)

    def test_a_change_has_a_higher_number(self):
        before, after = self._read(
            self._event(), self._event(changed=datetime(2026, 11, 20, 8, 1))
        )
        self.assertLess(int(before.sequence.value), int(after.sequence.value))

    def test_an_address_ends_its_line(self):
        text = write_calendar(
            "x", "UTC", [self._event(url="https://example.com/\r\nATTENDEE:evil")]
        )
        self.assertNotIn("ATTENDEE", text)

    def test_lines(self):
        text = write_calendar(NASTY, "Asia/Shanghai", [self._event(text=NASTY)])
        self.assertTrue(text.endswith("END:VCALENDAR\r\n"))
        for line in text.split("\r\n"):
            self.assertLessEqual(len(line.encode()), 75)
            self.assertNotIn("\n", line)

    def test_folding_loses_nothing(self):
        for text in ("a" * 300, "门" * 100, "é" * 76, ""):
            self.assertEqual(fold(text).replace("\r\n ", ""), text)

    def test_escapes(self):
        self.assertEqual(escape("a\\;,\n\tb\x07"), "a\\\\\\;\\,\\n\tb")
