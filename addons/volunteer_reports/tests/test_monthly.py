from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import ReportsCase

FEBRUARY = date(2026, 2, 1)
#: The 10th of March, at ten in Shanghai.
NOW = "2026-03-10 02:00:00"


class MonthlyCase(ReportsCase):
    """People who registered in January; services in February, told of in March."""

    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-01-05 02:00:00"):
            super().setUpClass()
        cls.company.write(
            {"volunteer_report_signatory": "Head", "volunteer_report_due_day": 12}
        )
        cls.Report = cls.env["volunteer.monthly.report"]

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time(NOW))

    def make_report(self, user=None, **vals):
        return self.Report.with_user(user or self.officer).create(
            {"company_id": self.company.id, "month": FEBRUARY, **vals}
        )

    def get_figures(self, month=FEBRUARY, company=None):
        company = company or self.company
        return self.Report._get_month_figures_sudo(company, [month])[company, month]

    def hold(self, day, **vals):
        """Return an activity of a day that was held."""
        activity = self.make_activity(
            f"{day} 00:00:00", f"{day} 03:00:00", self.env["volunteer.volunteer"]
        )
        activity.sudo().write({"state": "done", **vals})
        return activity


@tagged("post_install", "-at_install")
class TestMonthlyFigures(MonthlyCase):
    def test_hours_stand_apart(self):
        self.claim_recorded(dates=["2026-02-03", "2026-02-04", "2026-01-20"])
        self.claim_recorded(self.citizen, dates=["2026-02-03"])
        self.approve_all(self.claim(date="2026-02-05", minutes=90))
        self.claim(date="2026-02-06")  # a draft counts nowhere
        figures = self.get_figures()
        self.assertEqual(
            figures["hours_recorded"], {"month": 6, "year": 8, "last_year": 0}
        )
        self.assertEqual(figures["hours_claimed"]["month"], 6)
        self.assertEqual(figures["hours_proven"]["month"], 0)
        self.assertEqual(
            figures["hours_pending"], {"month": 1.5, "year": 1.5, "last_year": 0}
        )
        self.assertEqual(figures["person_times"]["month"], 3)
        self.assertEqual(figures["person_times"]["year"], 4)

    def test_last_year(self):
        self.claim_recorded(dates=["2025-02-28", "2025-03-01"])
        figures = self.get_figures()
        self.assertEqual(figures["hours_recorded"]["last_year"], 2)
        self.assertEqual(figures["hours_recorded"]["year"], 0)

    def test_what_another_body_organised_is_not_ours(self):
        self.claim_recorded(dates=["2026-02-03"], organiser="Red Cross")
        figures = self.get_figures()
        self.assertEqual(figures["hours_recorded"]["month"], 0)
        self.assertEqual(figures["person_times"]["month"], 0)

    def test_what_was_taken_back(self):
        lines = self.claim_recorded(dates=["2026-02-03", "2026-02-04"])
        self.reverse(lines[:1])
        figures = self.get_figures()
        self.assertEqual(figures["hours_recorded"]["month"], 2)
        self.assertEqual(figures["person_times"]["month"], 1)

    def test_opening_balances_stay_out(self):
        line = self.claim(date="2026-02-03")
        line.sudo().write({"is_opening": True})
        self.record(line)
        self.assertEqual(self.get_figures()["hours_recorded"]["year"], 0)

    def test_activities_and_people_served(self):
        self.hold("2026-02-03", people_served=10)
        self.hold("2026-02-04", people_served=5, venue="outside")
        self.hold("2026-01-04", people_served=1, venue="online")
        self.make_activity("2026-02-05 00:00:00", "2026-02-05 01:00:00")
        figures = self.get_figures()
        self.assertEqual(figures["activities"]["month"], 2)
        self.assertEqual(figures["activities_inside"]["month"], 1)
        self.assertEqual(figures["activities_outside"]["month"], 1)
        self.assertEqual(
            figures["activities_online"], {"month": 0, "year": 1, "last_year": 0}
        )
        self.assertEqual(
            figures["people_served"], {"month": 15, "year": 16, "last_year": 0}
        )

    def test_people_as_they_stood(self):
        """Who registered or left later is counted as on the last day of the month."""
        before = self.get_figures()["volunteers"]
        self.assertEqual(before, {"month": 3, "year": 3, "last_year": 0})
        self.make_volunteer("Newcomer")
        self.citizen.action_leave("Moved away")
        figures = self.get_figures()
        self.assertEqual(figures["volunteers"]["month"], 3)
        self.assertEqual(figures["volunteers_staff"]["month"], 1)
        self.assertEqual(figures["volunteers_community"]["month"], 2)
        # In March one came and one left.
        self.assertEqual(self.get_figures(date(2026, 3, 1))["volunteers"]["month"], 3)

    def test_a_person_under_two_records_is_one(self):
        other = self.make_volunteer("Citizen again")
        other.sudo().write({"merged_into_id": self.citizen.id, "active": False})
        march = self.get_figures(date(2026, 3, 1))
        self.assertEqual(march["volunteers"]["month"], 3)

    def test_party_members(self):
        branch = self.env["volunteer.branch"].create(
            {"name": "First Branch", "company_id": self.company.id, "kind": "party"}
        )
        self.member.branch_id = branch
        self.claim_recorded(dates=["2026-02-03"])
        self.claim_recorded(self.citizen, dates=["2026-02-03"])
        figures = self.get_figures()
        self.assertEqual(figures["volunteers_party"]["month"], 1)
        self.assertEqual(figures["person_times_party"]["month"], 1)

    def test_staff(self):
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "company_id": self.company.id,
                    "date_version": "2025-01-01",
                    "contract_date_start": "2025-01-01",
                }
                for name in ("Member", "Other")
            ]
        )
        employees[0].volunteer_id = self.member
        self.claim_recorded(dates=["2026-02-03", "2026-02-04"])
        figures = self.get_figures()
        self.assertEqual(figures["staff_rate"]["month"], 50)
        # Four hours of one, over two heads.
        self.assertEqual(figures["hours_per_head"]["month"], 2)

    def test_other_records(self):
        self.env["volunteer.publicity"].create(
            {
                "name": "A good deed",
                "media": "Daily",
                "date": "2026-02-11",
                "company_id": self.company.id,
            }
        )
        wish = self.env["volunteer.wish"].create(
            {"name": "A book", "company_id": self.company.id}
        )
        wish.sudo().write(
            {
                "state": "done",
                "claimed_by_id": self.citizen.id,
                "date_claimed": "2026-01-30",
                "date_done": "2026-02-14",
                "proof_note": "Given",
            }
        )
        figures = self.get_figures()
        self.assertEqual(figures["publicity"]["month"], 1)
        self.assertEqual(figures["wishes_done"]["month"], 1)
        self.assertEqual(
            figures["wishes_claimed"], {"month": 0, "year": 1, "last_year": 0}
        )

    def test_nothing_at_all(self):
        company = self.env["res.company"].create({"name": "Empty Hospital"})
        figures = self.get_figures(company=company)
        self.assertEqual(figures["volunteers"]["month"], 0)
        self.assertIsNone(figures["staff_rate"]["month"])
        self.assertIsNone(figures["hours_per_head"]["month"])

    def test_queries_do_not_grow(self):
        companies = self.env["res.company"].create(
            [{"name": f"Hospital {number}"} for number in range(20)]
        )
        months = [date(2026, month, 1) for month in (1, 2)]
        self.claim_recorded(dates=["2026-02-03"])
        self.make_report().with_user(self.officer).action_submit()
        self.env.flush_all()

        def count(*args):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.Report._get_month_figures_sudo(*args)
            return self.cr.sql_log_count - before

        one = count(self.company, months[:1])
        self.assertLessEqual(one, 25)
        self.assertLessEqual(count(self.company | companies, months), one)
