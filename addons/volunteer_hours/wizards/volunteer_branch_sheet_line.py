from odoo import fields, models


class VolunteerBranchSheetFigures(models.AbstractModel):
    """What stands in a row of a member and in one of a branch alike."""

    _name = "volunteer.branch.sheet.figures"
    _description = "Figures of a Branch Sheet"
    _order = "sequence, id"

    sequence = fields.Integer(readonly=True, aggregator=None)
    branch_id = fields.Many2one(
        "volunteer.branch",
        string="Party or League Branch",
        readonly=True,
        ondelete="cascade",
    )
    projects_claimed = fields.Integer(readonly=True)
    projects_done = fields.Integer(readonly=True)
    wishes_claimed = fields.Integer(readonly=True)
    wishes_done = fields.Integer(string="Wishes Fulfilled", readonly=True)
    minutes_proven = fields.Integer(readonly=True)
    minutes_claimed = fields.Integer(readonly=True)
    hours_proven = fields.Float(string="Proven Hours", digits=(12, 2), readonly=True)
    hours_claimed = fields.Float(string="Claimed Hours", digits=(12, 2), readonly=True)
    services = fields.Integer(readonly=True)
    honours = fields.Integer(
        readonly=True, help="Granted in the period, without stars."
    )


class VolunteerBranchSheetLine(models.TransientModel):
    """One member: as much as a secretary needs, and no path to the person's record."""

    _name = "volunteer.branch.sheet.line"
    _description = "Member on a Branch Sheet"
    _inherit = ["volunteer.branch.sheet.figures"]

    sheet_id = fields.Many2one(
        "volunteer.branch.sheet",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    code = fields.Char(string="Volunteer No.", readonly=True)
    name = fields.Char(string="Full Name", readonly=True)
    date_left = fields.Date(string="Left on", readonly=True)
    reported = fields.Boolean(
        string="Reported to a Community",
        readonly=True,
        help="Until the end of the period.",
    )
    community = fields.Char(readonly=True)
    date_reported = fields.Date(string="Reported on", readonly=True)
    receipt = fields.Boolean(readonly=True, help="Its photo or scan is on file.")
    star_level = fields.Integer(
        string="Stars",
        readonly=True,
        aggregator=None,
        help="The highest one granted until the end of the period.",
    )
    grade = fields.Char(
        readonly=True, help="Of the confirmed evaluation of this very period."
    )


class VolunteerBranchSheetSum(models.TransientModel):
    """One branch with those below it, or everybody once."""

    _name = "volunteer.branch.sheet.sum"
    _description = "Sums on a Branch Sheet"
    _inherit = ["volunteer.branch.sheet.figures"]

    sheet_id = fields.Many2one(
        "volunteer.branch.sheet",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(string="Branch", readonly=True)
    is_total = fields.Boolean(readonly=True)
    members = fields.Integer(readonly=True)
    reported = fields.Integer(string="Reported to a Community", readonly=True)
    hours_a_head = fields.Float(
        digits=(12, 2), readonly=True, help="Proven and claimed, by number of members."
    )
