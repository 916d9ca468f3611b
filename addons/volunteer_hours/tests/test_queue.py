import base64
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HoursCase

#: Of the first page, for somebody without a group of ours.
MOST_QUERIES = 25
PANEL_QUERIES = 20


@tagged("post_install", "-at_install")
class TestQueue(HoursCase):
    """“Waits for me”: what it shows beside a line, and what it costs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A head of department, who decides by route only.
        cls.send_claims_to(cls.stranger)
        cls.MyHour = cls.Hour.with_user(cls.stranger)

    def submit(self, **vals):
        line = self.claim(**vals)
        line.action_submit()
        return line

    def submit_many(self, count):
        """Submit claims of several days, volunteers and activities."""
        lines = self.Hour.create(
            [
                {
                    "volunteer_id": (self.member | self.citizen)[number % 2].id,
                    "activity_id": number % 3 and self.activity.id,
                    "date": self.start.date() - timedelta(days=number // 2),
                    "minutes": 60,
                    "description": "Guided patients",
                }
                for number in range(count)
            ]
        )
        lines.action_submit()
        return lines

    def codes(self, line):
        line.invalidate_recordset()
        return [
            sign["code"] for sign in line.with_user(self.stranger).queue_signs or []
        ]

    def count_queries(self, function):
        """Return the queries of a second call, when rights are known."""
        function()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        return self.env.cr.sql_log_count - before

    def first_page(self):
        """Load what the list loads first, with its groups open."""
        self.MyHour.web_read_group(
            [("my_turn", "=", True)],
            ["activity_id"],
            ["hours:sum"],
            limit=10,
            auto_unfold=True,
            unfold_read_specification={
                "queue_signs": {},
                "date": {},
                "period": {},
                "hours": {},
                "month_hours": {},
                "source": {},
                **{
                    name: {"fields": {"display_name": {}}}
                    for name in ("volunteer_id", "department_id", "activity_id")
                },
            },
        )

    # ------------------------------------------------------------------
    # Signs
    # ------------------------------------------------------------------

    def test_nothing_to_look_at(self):
        line = self.submit(project_id=False)
        self.company.volunteer_recording_days = 100
        line.sudo().due_date = self.start.date() + timedelta(days=100)
        self.assertEqual(self.codes(line), [])

    def test_month_over_the_reminder(self):
        line = self.submit(minutes=120)
        self.company.volunteer_month_reminder = 2
        self.assertNotIn("month", self.codes(line))
        self.company.volunteer_month_reminder = 1.5
        self.assertIn("month", self.codes(line))
        self.company.volunteer_month_reminder = 0
        self.assertNotIn("month", self.codes(line))

    def test_other_lines_of_the_day(self):
        line = self.submit(minutes=120)
        other = self.claim(minutes=420)
        self.assertIn("same_day", self.codes(line))
        self.assertIn("long_day", self.codes(line))
        other.with_user(self.officer).action_cancel()
        self.assertNotIn("same_day", self.codes(line))
        self.assertNotIn("long_day", self.codes(line))

    def test_late_and_other_organiser(self):
        line = self.submit(organiser="Community station", project_id=False)
        line.sudo().due_date = self.start.date()
        self.assertEqual(set(self.codes(line)), {"late", "organiser"})
        texts = " ".join(sign["text"] for sign in line.queue_signs)
        self.assertIn("Community station", texts)

    def test_in_working_time_comes_first(self):
        line = self.submit()
        self.claim(minutes=60)
        line.sudo().in_working_time = True
        self.assertEqual(self.codes(line)[0], "working_time")
        line.with_user(self.officer).action_confirm_off_duty("leave")
        self.assertEqual(self.codes(line)[0], "off_duty")

    def test_signed_up_for_something_else(self):
        line = self.submit(project_id=False, start=self.start, stop=self.stop)
        self.assertIn("signup", self.codes(line))

    def test_files(self):
        line = self.submit()
        pdf = base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()
        line.with_user(self.member_user).action_add_evidence([("Thanks.pdf", pdf)])
        self.assertIn("evidence", self.codes(line))
        mine = line.with_user(self.stranger)
        [file] = mine.get_queue_evidence()
        self.assertEqual(file["mimetype"], "application/pdf")
        self.assertEqual(mine.get_queue_panel()["evidence"], [file])
        with self.assertRaises(AccessError):
            line.with_user(self.portal_user).get_queue_evidence()

    # ------------------------------------------------------------------
    # What can be approved together
    # ------------------------------------------------------------------

    def test_ready(self):
        lines = self.submit_many(5)
        (lines[0] | lines[1]).sudo().in_working_time = True
        lines[1].with_user(self.officer).action_confirm_off_duty("rest")
        lines[2].with_user(self.stranger).action_approve()
        found = lines.with_user(self.stranger).get_queue_ready()
        self.assertEqual(found["ready"], (lines[1] | lines[3] | lines[4]).ids)
        self.assertEqual(len(found["reasons"]), 2)
        self.assertEqual(
            lines[:1].with_user(self.officer).get_queue_ready()["ready"], []
        )
        nobody = self.make_user("test_nobody_ready", "base.group_user")
        found = lines.with_user(nobody).get_queue_ready()
        self.assertEqual(found["ready"], [])
        self.assertFalse([text for text in found["reasons"] if "Member" in text])

    # ------------------------------------------------------------------
    # Panel
    # ------------------------------------------------------------------

    def test_panel(self):
        line = self.submit(minutes=120)
        self.claim(minutes=60, date=line.date.replace(day=1))
        panel = line.with_user(self.stranger).get_queue_panel()
        self.assertEqual(panel["name"], "Member")
        self.assertEqual((panel["hours"], panel["unit"]), (2.0, 30))
        self.assertEqual(panel["description"], "Guided patients")
        self.assertEqual(panel["month"]["total"], 3.0)
        self.assertEqual(sum(day["hours"] for day in panel["month"]["days"]), 3.0)
        waits = panel["trail"][-1]
        self.assertEqual((waits["kind"], waits["coming"]), ("pending", True))
        self.assertIn(self.stranger.name, waits["title"])
        self.assertEqual(panel["history"], {"approved": 0, "refused": 0})

    def test_panel_tells_what_was_decided(self):
        line = self.submit()
        line.with_user(self.stranger).action_refuse("Say more")
        line.with_user(self.member_user).action_submit()
        line.with_user(self.stranger).action_approve(minutes=90, note="Lunch")
        panel = line.with_user(self.stranger).get_queue_panel()
        decided = {entry["kind"]: entry for entry in panel["trail"]}
        self.assertEqual(decided["refused"]["text"], "Say more")
        approved = decided["approved"]
        self.assertEqual((approved["old_minutes"], approved["new_minutes"]), (120, 90))
        self.assertEqual(panel["history"], {"approved": 1, "refused": 1})

    def test_panel_is_for_readers_of_the_line(self):
        line = self.submit()
        other = self.make_user("test_nobody", "base.group_user")
        for user in (other, self.portal_user):
            with self.assertRaises(AccessError):
                line.with_user(user).get_queue_panel()
        self.assertTrue(line.with_user(self.member_user).get_queue_panel()["name"])

    # ------------------------------------------------------------------
    # Undo of exactly what was decided
    # ------------------------------------------------------------------

    def test_undo_of_many(self):
        lines = self.submit_many(6)
        mine = lines.with_user(self.stranger)
        mine[:3].action_approve()
        mine[3:].action_approve(minutes=30)
        mine[1:].action_undo_decision()
        self.assertEqual(lines.mapped("state"), ["approved"] + ["submitted"] * 5)
        self.assertEqual(lines.mapped("minutes"), [60] * 6)
        self.assertEqual(lines.mapped("hours"), [1.0] * 6)
        with self.assertRaises(UserError):
            mine.action_undo_decision()
        self.assertEqual(lines[0].state, "approved", "all or nothing")

    def test_undo_costs_the_same_for_many(self):
        lines = self.submit_many(40).with_user(self.stranger)
        lines.action_approve()

        def undo(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.action_undo_decision()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        undo(lines[:1])
        self.assertEqual(undo(lines[1:2]), undo(lines[2:]))

    # ------------------------------------------------------------------
    # Cost, and what waits elsewhere
    # ------------------------------------------------------------------

    def test_first_page(self):
        self.submit_many(2)
        few = self.count_queries(self.first_page)
        self.submit_many(20)
        many = self.count_queries(self.first_page)
        self.assertLessEqual(many, MOST_QUERIES)
        self.assertLessEqual(many - few, 1)

    def test_panel_costs(self):
        line = self.submit().with_user(self.stranger)
        self.assertLessEqual(self.count_queries(line.get_queue_panel), PANEL_QUERIES)

    def test_elsewhere(self):
        other = self.env["res.company"].create(
            {"name": "Branch hospital", "volunteer_requirements": False}
        )
        self.assertEqual(self.MyHour.get_queue_elsewhere(), [])
        self.stranger.company_ids |= other
        self.assertEqual(self.MyHour.get_queue_elsewhere(), [])
        away = self.MyHour.with_context(allowed_company_ids=other.ids)
        self.assertEqual(away.get_queue_elsewhere(), [])
        self.submit()
        self.assertEqual(
            away.get_queue_elsewhere(),
            [{"id": self.company.id, "name": self.company.name, "count": 1}],
        )
        portal = self.Hour.with_user(self.portal_user)
        self.assertEqual(portal.get_queue_elsewhere(), [])
