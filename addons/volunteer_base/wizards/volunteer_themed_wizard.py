from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.recurrence import local_period


class VolunteerThemedWizard(models.TransientModel):
    """Propose activities for the themed days of a year: drafts, each day once."""

    _name = "volunteer.themed.wizard"
    _description = "Activities for Themed Days"

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self._default_year(),
    )
    line_ids = fields.One2many(
        "volunteer.themed.wizard.line",
        "wizard_id",
        string="Days",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )

    _year_range = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2200)", "Enter a year with four digits."
    )

    @api.model
    def _default_year(self):
        """Return this year while days of it are left to plan, then the next."""
        year = self.env.company._get_volunteer_today().year
        Themed = self.env["volunteer.themed.day"]
        return year if Themed._get_open_sudo(self.env.company, year) else year + 1

    @api.depends("year", "company_id")
    def _compute_line_ids(self):
        for wizard in self:
            proposed = []
            if 2000 <= wizard.year <= 2200:
                proposed = self.env["volunteer.themed.day"]._get_open_sudo(
                    wizard.company_id, wizard.year
                )
            wizard.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create({"themed_day_id": themed.id, "date": day})
                    for themed, day in proposed
                ),
            ]

    def action_confirm(self):
        """Make a draft of every day for which a project was chosen, and open them.

        :raise UserError: no project was chosen
        """
        self.ensure_one()
        chosen = self.line_ids.filtered("project_id")
        if not chosen:
            raise UserError(
                self.env._("Choose a project for the days you want to plan.")
            )
        # Somebody else may have planned them meanwhile.
        still_open = dict(
            self.env["volunteer.themed.day"]._get_open_sudo(self.company_id, self.year)
        )
        tz = self.company_id.sudo().volunteer_tz
        vals_list = []
        for line in chosen:
            if line.themed_day_id not in still_open:
                continue
            start, stop = local_period(line.date, line.start_hour, line.stop_hour, tz)
            vals_list.append(
                {
                    "name": line.themed_day_id.name,
                    "themed_day_id": line.themed_day_id.id,
                    "project_id": line.project_id.id,
                    "company_id": self.company_id.id,
                    "description": line.themed_day_id.description,
                    "start": start,
                    "stop": stop,
                }
            )
        made = self.env["volunteer.activity"].create(vals_list)
        return made._open_list([("id", "in", made.ids)])


class VolunteerThemedWizardLine(models.TransientModel):
    """A themed day, and the project that takes care of it."""

    _name = "volunteer.themed.wizard.line"
    _description = "Themed Day to Plan"
    _order = "date, id"

    wizard_id = fields.Many2one(
        "volunteer.themed.wizard", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="wizard_id.company_id")
    themed_day_id = fields.Many2one(
        "volunteer.themed.day", required=True, ondelete="cascade"
    )
    date = fields.Date(required=True)
    project_id = fields.Many2one(
        "volunteer.project",
        ondelete="cascade",
        domain="[('company_id', '=', company_id), ('state', '!=', 'closed'), "
        "('team_id', '!=', False)]",
    )
    start_hour = fields.Float(string="Starts at", default=9.0)
    stop_hour = fields.Float(string="Ends at", default=11.5)
