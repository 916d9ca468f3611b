from odoo import api, fields, models

from ...tools.plan_year import attainment


class VolunteerProject(models.Model):
    """What people know a project by, what it wants, and how far it has come."""

    # One matter a file keeps the files short.
    _name = "volunteer.project"
    _inherit = ["volunteer.project", "image.mixin"]  # pylint: disable=consider-merging-classes-inherited

    brand = fields.Char(help="The name or slogan that the public knows it by.")
    goal = fields.Text(help="What is to be different because of it.")
    sponsor = fields.Char(help="Who supports it with money or goods.")
    effect = fields.Text(help="What came out, for reports and competitions.")
    experience = fields.Text(help="What others can learn from it.")
    planned_months = fields.Integer(compute="_compute_attainment")
    attainment = fields.Float(
        string="Attainment This Year",
        compute="_compute_attainment",
        help="Share of the months that the plan of this year names in which an "
        "activity was held.",
    )
    seat_rate = fields.Float(
        string="Seats Filled This Year",
        compute="_compute_seat_rate",
        help="Confirmed sign-ups beside the seats of this year's activities.",
    )

    @api.depends("plan_line_ids.month_mask", "service_activity_ids.state")
    def _compute_attainment(self):
        year = fields.Date.context_today(self).year
        lines = self.sudo().plan_line_ids.filtered(
            lambda line: line.plan_id.year == year and line.plan_id.kind == "annual"
        )
        held, _coming = lines._count_activities_sudo()
        for project in self:
            own = lines & project.sudo().plan_line_ids
            planned = {month for line in own for month in line._get_months()}
            project.planned_months = len(planned)
            # Lines of one project share its activities.
            project.attainment = attainment(planned, +held[own[:1]]) or 0.0

    @api.depends("service_activity_ids.slot_ids.taken")
    def _compute_seat_rate(self):
        year = fields.Date.context_today(self).year
        totals = {
            project: (seats, taken)
            for project, seats, taken in self.env["volunteer.activity.slot"]
            .sudo()
            ._read_group(
                [
                    ("activity_id.project_id", "in", self.ids),
                    ("activity_id.state", "in", ("published", "done")),
                    ("activity_id.date", ">=", f"{year}-01-01"),
                    ("activity_id.date", "<=", f"{year}-12-31"),
                ],
                ["activity_id.project_id"],
                ["seats:sum", "taken:sum"],
            )
        }
        for project in self:
            seats, taken = totals.get(project.sudo(), (0, 0))
            project.seat_rate = taken / seats if seats else 0.0
