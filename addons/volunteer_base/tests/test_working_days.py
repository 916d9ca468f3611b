import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user

TABLE = "日期,休/班,名称\n2031-01-01,休,元旦\n2031-01-04,班,元旦调休\n"


class TestWorkingDays(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Test Hospital"})
        cls.manager, cls.officer = (
            new_test_user(
                cls.env,
                f"days_{group}",
                groups=f"volunteer_base.group_{group}",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for group in ("manager", "officer")
        )
        cls.volunteer = cls.env["volunteer.volunteer"].create(
            {"name": "Member", "company_id": cls.company.id}
        )
        cls.volunteer.action_register()
        cls.Day = cls.env["volunteer.working.day"]

    def make_wizard(self, text, user=None, name="days.csv"):
        return (
            self.env["volunteer.working.day.import"]
            .with_user(user or self.manager)
            .create({"filename": name, "file": base64.b64encode(text.encode())})
        )

    def get_days(self, year):
        days = self.Day.search(
            [("date", ">=", f"{year}-01-01"), ("date", "<=", f"{year}-12-31")]
        )
        return {str(day.date): (day.working, day.name) for day in days}

    def test_import(self):
        wizard = self.make_wizard(TABLE)
        self.assertEqual(wizard.row_count, 2)
        self.assertFalse(wizard.errors)
        self.assertIn("元旦调休", wizard.preview)
        wizard.action_import()
        expected = {
            "2031-01-01": ("rest", "元旦"),
            "2031-01-04": ("work", "元旦调休"),
        }
        self.assertEqual(self.get_days(2031), expected)

    def test_same_dates_are_recognised(self):
        self.make_wizard(TABLE).action_import()
        corrected = TABLE.replace("04,班", "04,休") + "2031-01-05,班,\n"
        wizard = self.make_wizard(corrected)
        self.assertIn("Was: Working day", wizard.preview)
        self.assertIn("Already there", wizard.preview)
        wizard.action_import()
        self.assertEqual(
            self.get_days(2031),
            {
                "2031-01-01": ("rest", "元旦"),
                "2031-01-04": ("rest", "元旦调休"),
                "2031-01-05": ("work", False),
            },
        )

    def test_mistakes_stop_the_import(self):
        wizard = self.make_wizard("日期,休/班\n2031-01-01,半天\n31.12.,休\n")
        self.assertIn("Row 2, column “休/班”: “半天” is neither", wizard.errors)
        self.assertIn("Row 3", wizard.errors)
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            wizard.action_import()
        self.assertFalse(self.get_days(2031))
        self.assertIn("cannot be read", self.make_wizard("x", name="a.xlsx").errors)

    def test_rights(self):
        with self.assertRaises(AccessError):
            self.make_wizard(TABLE, self.officer)

    def test_missing_years(self):
        self.Day.search([]).unlink()
        self.Day.create({"date": "2031-01-01"})
        for today, missing in (
            (date(2031, 11, 30), []),
            (date(2031, 12, 1), [2032]),
            (date(2032, 1, 5), [2032]),
        ):
            with self.subTest(today=today):
                self.assertEqual(self.Day._get_missing_years_sudo(today), missing)

    def test_office_is_warned_once(self):
        self.Day.search([]).unlink()
        self.Day.create({"date": "2031-01-01"})

        def todos():
            return self.env["mail.activity"].search(
                [
                    ("volunteer_matter", "=", "working_days_2032"),
                    ("user_id", "=", self.officer.id),
                ]
            )

        with freeze_time("2031-12-01 04:00:00"):
            self.Day._cron_warn_of_missing_years()
            self.Day._cron_warn_of_missing_years()
            self.assertEqual(len(todos()), 1)
            self.assertIn("2032", todos().summary)
            tiles = self.env["volunteer.home"].with_user(self.officer).get_tiles()
            tile = {tile["key"]: tile for tile in tiles}["working_days_2032"]
            self.assertEqual(tile["count"], 1)
            self.Day.create({"date": "2032-01-01"})
            self.Day._cron_warn_of_missing_years()
            self.assertFalse(todos())
