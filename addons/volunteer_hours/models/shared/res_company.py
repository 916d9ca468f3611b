from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.working_days import WorkingDays


class ResCompany(models.Model):
    _inherit = "res.company"

    volunteer_rounding_unit = fields.Selection(
        [
            ("60", "1 hour"),
            ("30", "Half an hour"),
            ("15", "15 minutes"),
            ("6", "6 minutes"),
            ("3", "3 minutes"),
        ],
        string="Rounding Unit",
        required=True,
        default="30",
        help="Service hours round down to this unit.",
    )
    volunteer_tolerance = fields.Integer(
        string="Tolerance (minutes)",
        default=10,
        help="A stamp this near to the planned start or end counts as planned.",
    )
    volunteer_minimum = fields.Integer(
        string="Minimum (minutes)",
        default=30,
        help="A shorter service counts as this long.",
    )
    volunteer_daily_limit = fields.Float(
        string="Daily Limit (hours)",
        default=12.0,
        help="More on one day is refused, but for emergency projects.",
    )
    volunteer_recording_days = fields.Integer(
        string="Recorded within (working days)",
        default=10,
        help="民政部令第67号, Art. 11: ten working days after the activity ends.",
    )
    volunteer_notice_days = fields.Integer(
        string="Public Notice (working days)",
        default=3,
        help="How long approved hours are shown before they are recorded; "
        "0 records at once.",
    )
    volunteer_executive_id = fields.Many2one(
        "res.users",
        string="Executive in Charge",
        ondelete="restrict",
        help="分管领导: approves what members of the volunteer office "
        "claim for themselves.",
    )
    # Counts recorded lines. Taken by one UPDATE, so numbers have no gaps and two
    # notices of one company never close on the same snapshot.
    volunteer_ledger_no = fields.Integer(readonly=True, copy=False, default=0)

    _volunteer_periods_positive = models.Constraint(
        "CHECK (volunteer_tolerance BETWEEN 0 AND 120 AND volunteer_minimum >= 0 "
        "AND volunteer_minimum % 3 = 0 AND volunteer_daily_limit > 0 "
        "AND volunteer_recording_days >= 0 AND volunteer_notice_days >= 0)",
        "Times cannot be negative; the minimum is a multiple of 3 minutes.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_ledger_counter(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_ledger_counter(vals)
        return super().write(vals)

    def _check_ledger_counter(self, vals):
        """:raise UserError: the counter moves when a notice closes, and only then"""
        if "volunteer_ledger_no" in vals:
            raise UserError(self.env._("The ledger counts its lines by itself."))

    @api.model
    def _get_volunteer_working_days_sudo(self):
        """Return the table of working days as a pure object."""
        return WorkingDays(self.env["volunteer.working.day"]._get_all_sudo())
