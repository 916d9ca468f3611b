from collections import Counter

from odoo import api, fields, models

from odoo.addons.volunteer_base.tools.paper import format_days
from odoo.addons.volunteer_base.tools.spreadsheet import Column

from ..models.registers.volunteer_register_mixin import RegisterPart

PAGE = 500


class VolunteerEvaluationSummary(models.TransientModel):
    """The sums of an evaluation on paper: people by department, departments below.

    For Human Resources and the volunteer office, as the register of the round is.
    """

    _name = "volunteer.evaluation.summary"
    _inherit = "volunteer.register.mixin"
    _description = "Evaluation Summary"

    round_id = fields.Many2one("volunteer.evaluation.round", required=True)
    company_id = fields.Many2one(related="round_id.company_id", string="Unit")
    confirmed_only = fields.Boolean(
        string="Confirmed Sheets Only", help="Leave it empty for a draft."
    )
    line_count = fields.Integer(string="Sheets", compute="_compute_line_count")

    @api.depends("round_id", "confirmed_only")
    def _compute_line_count(self):
        for summary in self:
            summary.line_count = self.env["volunteer.evaluation"].search_count(
                summary._get_domain()
            )

    def _get_domain(self):
        self.ensure_one()
        domain = [("round_id", "=", self.round_id.id), ("is_current", "=", True)]
        if self.confirmed_only:
            domain.append(("state", "=", "confirmed"))
        return domain

    def _check_register(self):
        result = super()._check_register()
        self.round_id._check_may_download()
        return result

    def _get_register_count(self):
        return self.line_count

    def _get_register_title(self):
        return self.env._("Evaluation Summary: %(name)s", name=self.round_id.name)

    def _get_register_name(self):
        return self.env._("Evaluation Summary")

    def _get_register_period(self):
        evaluation = self.round_id
        return format_days(evaluation.date_from, evaluation.date_to, self.env.lang)

    def _get_register_parts(self):
        self.env.flush_all()
        [people] = super()._get_register_parts()
        return [
            people,
            RegisterPart(
                self.env._("Departments"),
                self.env._("%(name)s: Departments", name=self.round_id.name),
                people.caption,
                self._get_department_columns(),
                self._iter_department_rows(),
            ),
        ]

    def _get_register_columns(self):
        return [
            Column(self.env._("No."), 6, "integer"),
            Column(self.env._("Department"), 20),
            Column(self.env._("Full Name"), 13),
            Column(self.env._("Volunteer No."), 13),
            Column(self.env._("Proven Hours"), 10, "hours"),
            Column(self.env._("Claimed Hours"), 10, "hours"),
            Column(self.env._("Services"), 8, "integer", True),
            Column(self.env._("Average Quality"), 9, "decimal"),
            Column(self.env._("Absences"), 8, "integer", True),
            Column(self.env._("Honours"), 8, "integer", True),
            Column(self.env._("Aim (hours)"), 9, "decimal"),
            Column(self.env._("Attained (%)"), 9, "decimal"),
            Column(self.env._("Score"), 8, "decimal"),
            Column(self.env._("Points into the Appraisal"), 10, "decimal"),
            Column(self.env._("Grade"), 10),
            Column(self.env._("State"), 13),
        ]

    def _iter_register_rows(self):
        Evaluation = self.env["volunteer.evaluation"]
        states = dict(Evaluation._fields["state"]._description_selection(self.env))
        ids = Evaluation.search(
            self._get_domain(), order="department_id, volunteer_name, id"
        ).ids
        for start in range(0, len(ids), PAGE):
            page = Evaluation.browse(ids[start : start + PAGE])
            for number, one in enumerate(page, start + 1):
                given = one.state == "confirmed"
                yield (
                    number,
                    one.sudo().department_id.name or "",
                    one.volunteer_name,
                    one.sudo().volunteer_id.code or "",
                    one.minutes_proven,
                    one.minutes_claimed,
                    one.services,
                    one.quality or None,
                    one.no_shows,
                    one.honours,
                    one.target_hours,
                    one.attainment,
                    one.score,
                    one.final_score if given else None,
                    (one.final_grade if given else one.grade) or "",
                    states[one.state],
                )
            self.env.invalidate_all()

    def _get_department_columns(self):
        return [
            Column(self.env._("Department"), 26),
            Column(self.env._("People"), 10, "integer", True),
            Column(self.env._("Confirmed"), 10, "integer", True),
            Column(self.env._("Proven Hours"), 12, "hours"),
            Column(self.env._("Claimed Hours"), 12, "hours"),
            Column(self.env._("Hours a Head"), 12, "decimal"),
            Column(self.env._("Average Score"), 12, "decimal"),
            Column(self.env._("Grades"), 40),
        ]

    def _iter_department_rows(self):
        groups = self.env["volunteer.evaluation"]._read_group(
            self._get_domain(),
            ["department_id", "state", "final_grade", "grade"],
            ["__count", "minutes_proven:sum", "minutes_claimed:sum", "score:sum"],
        )
        departments = {}
        for department, state, final, grade, count, proven, claimed, score in groups:
            own = departments.setdefault(
                department, {"sums": Counter(), "grades": Counter()}
            )
            own["sums"].update(
                people=count,
                confirmed=count if state == "confirmed" else 0,
                proven=proven,
                claimed=claimed,
            )
            own["sums"]["score"] += score or 0
            own["grades"][final or grade or self.env._("none")] += count
        for department in departments:
            sums, grades = departments[department].values()
            yield (
                department.sudo().name or self.env._("No department"),
                sums["people"],
                sums["confirmed"],
                sums["proven"],
                sums["claimed"],
                (sums["proven"] + sums["claimed"]) / 60 / sums["people"],
                sums["score"] / sums["people"],
                "  ".join(f"{grade}: {count}" for grade, count in grades.most_common()),
            )
