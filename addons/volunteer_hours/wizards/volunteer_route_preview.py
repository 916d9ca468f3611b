from odoo import api, fields, models


class VolunteerRoutePreview(models.TransientModel):
    """Who would approve this line? Asked of a line, or of any that could be."""

    _name = "volunteer.route.preview"
    _description = "Who Would Approve These Hours?"

    volunteer_id = fields.Many2one("volunteer.volunteer")
    date = fields.Date(
        string="Date of Service", default=lambda self: fields.Date.context_today(self)
    )
    hours = fields.Float(digits=(16, 2), default=2.0)
    source = fields.Selection(
        selection=lambda self: (
            self.env["volunteer.hour"]
            ._fields["source"]
            ._description_selection(self.env)
        ),
        default="claim",
    )
    activity_id = fields.Many2one("volunteer.activity")
    project_id = fields.Many2one("volunteer.project")
    organiser = fields.Char(help="Another body that organised the service.")
    proven = fields.Boolean(help="Presence was confirmed on the spot.")
    in_working_time = fields.Boolean()
    answer = fields.Html(compute="_compute_answer", sanitize=False)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        line = self._get_active_line()
        if line:
            line.check_access("read")
            values.update(
                volunteer_id=line.volunteer_id.id,
                date=line.date,
                hours=abs(line.hours),
                source=line.source,
                activity_id=line.activity_id.id,
                project_id=line.project_id.id,
                organiser=line.organiser,
                proven=line.proven,
                in_working_time=line.in_working_time,
            )
        return values

    @api.model
    def _get_active_line(self):
        context = self.env.context
        if context.get("active_model") != "volunteer.hour":
            return self.env["volunteer.hour"]
        return self.env["volunteer.hour"].browse(context.get("active_id") or ())

    @api.onchange("source")
    def _onchange_source(self):
        self.proven = self.source == "checkin"

    @api.depends(
        "volunteer_id",
        "date",
        "hours",
        "source",
        "activity_id",
        "project_id",
        "organiser",
        "proven",
        "in_working_time",
    )
    def _compute_answer(self):
        for preview in self:
            if not (preview.volunteer_id and preview.date and preview.source):
                preview.answer = False
                continue
            for name in ("volunteer_id", "activity_id", "project_id"):
                preview[name].check_access("read")
            answer = self.env["volunteer.hour"]._explain_route_sudo(
                {
                    "volunteer_id": preview.volunteer_id._origin.id,
                    "date": preview.date,
                    "minutes": round(preview.hours * 60),
                    "source": preview.source,
                    "activity_id": preview.activity_id._origin.id,
                    "project_id": preview.project_id._origin.id,
                    "organiser": preview.organiser,
                    "proven": preview.proven,
                    "in_working_time": preview.in_working_time,
                }
            )
            preview.answer = self.env["ir.qweb"]._render(
                "volunteer_hours.route_preview_answer", answer
            )
