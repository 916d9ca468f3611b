from odoo import fields, models

GROUPS = [
    ("basic", "Basics"),
    ("efficiency", "Efficiency"),
    ("social", "Social Value"),
]
UNITS = [
    ("percent", "%"),
    ("hours", "Hours"),
    ("number", "Plain Number"),
    ("money", "Money"),
]
DIRECTIONS = [("higher", "Higher is better"), ("lower", "Lower is better")]
#: What is counted from the records, and ``manual``: what the office enters.
FORMULAS = [
    ("registered", "Registration rate of staff"),
    ("hours_per_head", "Hours a head"),
    ("activities", "Activities held"),
    ("proven_share", "Share of proven hours"),
    ("trained", "Passed in training"),
    ("seats_filled", "Needs filled (confirmed ÷ needed)"),
    ("came", "Came (of those confirmed)"),
    ("coverage_visits", "Hours for 1,000 outpatient visits"),
    ("coverage_beds", "Hours for 100 bed days"),
    ("served_per_hour", "People served an hour"),
    ("on_time", "Recorded on time"),
    ("cost_per_head", "Cost a volunteer"),
    ("satisfaction", "Satisfaction of those served"),
    ("served", "People served"),
    ("key_groups", "Share of key groups among people served"),
    ("praise", "Praise"),
    ("complaints", "Complaints"),
    ("publicity", "Reports in the media"),
    ("manual", "Entered by the volunteer office"),
]
#: Formulas that nobody can count of a team alone.
NOT_OF_TEAMS = {"registered"}
#: Formulas that tell how it is now, and not how it was.
AS_OF_TODAY = {"registered"}


class VolunteerIndicator(models.Model):
    """What service is measured by: the set of domain rules, section 7, or one's own."""

    _name = "volunteer.indicator"
    _description = "Service Indicator"
    _order = "sequence, id"

    name = fields.Char(string="Indicator", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: for all units.",
    )
    group = fields.Selection(GROUPS, required=True, default="basic", index=True)
    formula = fields.Selection(
        FORMULAS,
        string="Where the Figure Comes From",
        required=True,
        default="manual",
    )
    definition = fields.Text(
        required=True, translate=True, help="What counts, in a sentence for readers."
    )
    unit = fields.Selection(
        UNITS, string="Measured in", required=True, default="percent"
    )
    direction = fields.Selection(
        DIRECTIONS, string="What Is Better", required=True, default="higher"
    )
    weight = fields.Float(
        digits=(16, 2),
        default=1,
        aggregator=None,
        help="Zero: it is shown, and does not count in the score.",
    )
    has_target = fields.Boolean(
        string="Has an Aim", default=True, help="Without one it is only shown."
    )
    target = fields.Float(
        digits=(16, 2),
        aggregator=None,
        help="What is aimed at in a year; of a month or a quarter, sums count their "
        "part. Zero only where lower is better, as of complaints.",
    )
    grows = fields.Boolean(
        string="Grows with Time",
        help="A sum that grows over the year, as activities; no share or average.",
    )

    _sane = models.Constraint(
        "CHECK (weight >= 0 AND target >= 0)",
        "Weight and target are zero or more.",
    )
    _aim = models.Constraint(
        "CHECK (has_target IS NOT TRUE OR target > 0 OR direction = 'lower')",
        "Enter an aim above zero, or say that there is none.",
    )
