from odoo import api, fields, models

from ..tools.evaluation import percent, score


class VolunteerEvaluationPreview(models.TransientModel):
    """What would a scheme give for these figures? Typed in, nothing is stored."""

    _name = "volunteer.evaluation.preview"
    _description = "Trying Out an Evaluation Scheme"

    scheme_id = fields.Many2one(
        "volunteer.evaluation.scheme", required=True, readonly=True
    )
    subject = fields.Selection(related="scheme_id.subject")
    hours_proven = fields.Float(digits=(16, 2), default=20)
    hours_claimed = fields.Float(digits=(16, 2), default=6)
    services = fields.Integer(default=9)
    quality = fields.Float(
        string="Average Quality",
        digits=(16, 2),
        default=4.6,
        help="0: nobody gave a mark.",
    )
    honours = fields.Integer(default=1)
    no_shows = fields.Integer(string="Absences")
    target_hours = fields.Float(
        string="Aim (hours)", digits=(16, 2), default=25, help="0: no aim."
    )
    served = fields.Float(string="People Served", default=200)
    registered = fields.Float(string="Registered Share (%)", default=96)
    hours_per_head = fields.Float(string="Hours a Head", default=22)
    activities = fields.Float(default=12)
    on_time = fields.Float(string="Recorded on Time (%)", default=98)
    inspection = fields.Float(string="Score of Inspections", default=90)
    score = fields.Float(digits=(16, 2), compute="_compute_result")
    grade = fields.Char(compute="_compute_result")
    calculation_html = fields.Html(
        string="How It Is Counted", compute="_compute_result", sanitize=False
    )

    @api.depends(lambda self: self._get_figure_fields())
    def _compute_result(self):
        for preview in self:
            result = score(preview._get_figures(), preview.scheme_id._freeze())
            preview.score = float(result.score)
            preview.grade = result.grade
            # Shown as it will stand on a sheet.
            sheet = self.env["volunteer.evaluation"].new(
                {"calculation": result.as_json()}
            )
            preview.calculation_html = sheet.calculation_html

    @api.model
    def _get_figure_fields(self):
        return [
            "scheme_id",
            "hours_proven",
            "hours_claimed",
            "services",
            "quality",
            "honours",
            "no_shows",
            "target_hours",
            "served",
            "registered",
            "hours_per_head",
            "activities",
            "on_time",
            "inspection",
        ]

    def _get_figures(self):
        """Return the typed figures as schemes name them."""
        self.ensure_one()
        hours = round(self.hours_proven + self.hours_claimed, 2)
        names = set(self._get_figure_fields()) - {"scheme_id", "target_hours"}
        return {
            **{name: self[name] for name in names},
            "hours": hours,
            "quality": self.quality or None,
            "attainment": percent(hours, self.target_hours),
        }
