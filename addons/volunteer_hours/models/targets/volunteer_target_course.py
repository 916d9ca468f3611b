from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.targets import course

STATUSES = [
    ("coming", "Not begun"),
    ("behind", "Behind"),
    ("on_course", "On course"),
    ("reached", "Reached"),
    ("missed", "Missed"),
    ("nobody", "Nobody there"),
]
#: What only a target of a period under way can be.
UNDER_WAY = frozenset(("behind", "on_course"))


class VolunteerTarget(models.Model):
    """What was reached, and when the rest will be: as of now, from the ledger."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.target"  # pylint: disable=consider-merging-classes-inherited

    actual = fields.Float(
        string="Reached",
        digits=(16, 2),
        compute="_compute_course",
        compute_sudo=True,
        help="Recorded so far; what is still in approval or notice comes later.",
    )
    heads = fields.Float(
        string="Heads on Average",
        digits=(16, 2),
        compute="_compute_course",
        compute_sudo=True,
        help="People in service so far, by days; exempt days are left out.",
    )
    attainment = fields.Float(
        string="Reached (%)",
        digits=(16, 2),
        compute="_compute_course",
        compute_sudo=True,
    )
    aim_to_date = fields.Float(
        string="Due by Today",
        digits=(16, 2),
        compute="_compute_course",
        compute_sudo=True,
        help="The share of the aim that goes with the share of the year passed.",
    )
    forecast = fields.Float(
        string="At the Year's End",
        digits=(16, 2),
        compute="_compute_course",
        compute_sudo=True,
        help="If it goes on at the pace so far.",
    )
    expected_on = fields.Date(
        string="Expected on", compute="_compute_course", compute_sudo=True
    )
    status = fields.Selection(
        STATUSES,
        string="Course",
        compute="_compute_course",
        search="_search_status",
        compute_sudo=True,
    )

    @api.depends(
        "company_id",
        "counted",
        "date_from",
        "date_to",
        "department_id",
        "metric",
        "project_id",
        "scope",
        "team_id",
        "value",
        "volunteer_id",
    )
    def _compute_course(self):
        """Take the figures of all targets together: queries do not grow with them."""
        figures = self._get_figures_sudo()
        today = {company: company._get_volunteer_today() for company in self.company_id}
        for target in self:
            actual, heads = figures.get(target.id, (None, 0))
            known = bool(target.date_from and target.date_to and target.company_id)
            result = course(
                actual or 0,
                target.value or 0,
                target.date_from or fields.Date.today(),
                target.date_to or fields.Date.today(),
                today.get(target.company_id) or fields.Date.today(),
                grows=target.metric != "registered",
            )
            target.actual = actual or 0
            target.heads = heads
            target.attainment = result.attainment
            target.aim_to_date = result.aim_to_date
            target.forecast = result.forecast
            target.expected_on = known and result.expected_on
            nobody = actual is None and result.status != "coming"
            target.status = "nobody" if nobody else result.status

    @api.model
    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Only those whose figures can matter: of the units at hand, and of years under
        # way where only they are asked for. A day more for units in other zones.
        domain = Domain("value", ">", 0)
        if UNDER_WAY.issuperset(value):
            today = fields.Date.today()
            domain &= Domain("date_from", "<=", fields.Date.add(today, days=1))
            domain &= Domain("date_to", ">=", fields.Date.subtract(today, days=1))
        targets = self.with_context(active_test=False).search(domain)
        return Domain("id", "in", targets.filtered(lambda one: one.status in value).ids)
