from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class VolunteerHourEntry(models.Model):
    """A recorded line on its way into a public system; beside the locked ledger.

    Source: 民政部令第67号, Art. 4: records are fed into the public system.
    """

    _name = "volunteer.hour.entry"
    _description = "Entry in a Public System"
    _inherit = ["volunteer.guard.mixin"]
    # The oldest first: that is how batches take them.
    _order = "date, id"
    _rec_name = "hour_id"

    hour_id = fields.Many2one(
        "volunteer.hour",
        string="Service Hours",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    platform_id = fields.Many2one(
        "volunteer.platform",
        string="System",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    # The line's own, which never change: lists are filtered and summed by them.
    date = fields.Date(string="Date of Service", required=True, readonly=True)
    minutes = fields.Integer(readonly=True, required=True)
    hours = fields.Float(digits=(16, 2), readonly=True)
    kind = fields.Selection(
        [("enter", "Enter"), ("withdraw", "Withdraw")],
        string="What to Do",
        required=True,
        readonly=True,
        help="Withdraw: the line was entered there and has been reversed here since.",
    )
    state = fields.Selection(
        [("to_enter", "To Enter"), ("entered", "Entered"), ("failed", "Not Accepted")],
        required=True,
        readonly=True,
        default="to_enter",
    )
    batch_id = fields.Many2one(
        "volunteer.hour.handover",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    serial = fields.Integer(
        string="No. in Batch",
        readonly=True,
        aggregator=None,
        help="Its row in the file.",
    )
    entered_on = fields.Date(readonly=True)
    entered_by = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    reference = fields.Char(readonly=True, help="The number of the record over there.")
    error = fields.Char(string="Why Not", readonly=True)
    ledger_no = fields.Integer(related="hour_id.ledger_no", aggregator=None)
    volunteer_id = fields.Many2one(related="hour_id.volunteer_id")
    project_id = fields.Many2one(related="hour_id.project_id")
    activity_id = fields.Many2one(related="hour_id.activity_id")

    _hour_unique = models.UniqueIndex(
        "(hour_id, platform_id)", "This line is listed for this system already."
    )
    _open = models.Index("(company_id, platform_id, date) WHERE state <> 'entered'")
    _months = models.Index("(company_id, date)")
    _entered_whole = models.Constraint(
        "CHECK ((state = 'entered') = (entered_on IS NOT NULL))",
        "What is entered has a date, and only that.",
    )

    @api.model
    def _get_guarded_fields(self):
        return tuple(name for name, field in self._fields.items() if field.store)

    @api.depends("hour_id", "platform_id")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = (
                f"{entry.hour_id.display_name} · {entry.platform_id.name}"
            )

    def _check_officer(self):
        """:raise AccessError: not of the volunteer office, or of another unit"""
        if not self.env.su and not self.env.user.has_group(
            "volunteer_base.group_officer"
        ):
            raise AccessError(
                self.env._("Only the volunteer office hands hours to public systems.")
            )
        self.check_access("read")

    def action_mark_entered(self, date=None, reference=None):
        """Note that lines stand in the public system now.

        :param str date: since when, ``YYYY-MM-DD``; today when omitted
        :param str reference: number of the record there, for a single line
        :raise AccessError: not of the volunteer office
        :raise UserError: a date that is none or lies ahead, or lines entered before
        """
        self._check_officer()
        day = self._clean_day(date)
        self._check_not_entered()
        vals = {
            "state": "entered",
            "entered_on": day,
            "entered_by": self.env.uid,
            "error": False,
        }
        if isinstance(reference, str) and reference.strip() and len(self) == 1:
            vals["reference"] = reference.strip()
        self.sudo().write(vals)
        return True

    def _clean_day(self, date):
        today = self.env.company._get_volunteer_today()
        try:
            day = fields.Date.to_date(date) or today
        except (TypeError, ValueError, AttributeError):
            day = None
        if not day or day > today:
            raise UserError(
                self.env._("Give the day on which they were entered, not a later one.")
            )
        return day

    def _check_not_entered(self):
        entered = self.filtered(lambda entry: entry.state == "entered")
        if entered:
            raise UserError(
                self.env._(
                    "These lines are marked as entered: %(lines)s. Take that back "
                    "first.",
                    lines=entered[:5].mapped("display_name"),
                )
            )

    def action_mark_failed(self, reason):
        """Note that the public system did not accept lines.

        :param str reason: what it said
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or lines marked as entered
        """
        self._check_officer()
        reason = self._clean_reason(reason)
        self._check_not_entered()
        self.sudo()._fail_sudo(reason)
        return True

    def _fail_sudo(self, reason):
        self.write({"state": "failed", "error": reason})
        self._drop_withdrawals_sudo()

    def _drop_withdrawals_sudo(self):
        """Take off the list the withdrawals of what never got there."""
        self.search(
            [
                ("hour_id.reverses_id", "in", self.hour_id.ids),
                ("platform_id", "in", self.platform_id.ids),
                ("state", "=", "to_enter"),
                ("batch_id", "=", False),
            ]
        ).unlink()

    def action_enter_again(self):
        """Put lines back to be entered: mended ones, or marked as entered by mistake.

        They are free for the next batch.

        :raise AccessError: not of the volunteer office
        :raise UserError: lines that wait to be entered anyway
        """
        self._check_officer()
        if any(entry.state == "to_enter" for entry in self):
            raise UserError(self.env._("These lines wait to be entered already."))
        self.sudo().write(
            {
                "state": "to_enter",
                "batch_id": False,
                "serial": 0,
                "entered_on": False,
                "entered_by": False,
                "error": False,
            }
        )
        self.sudo()._drop_reversed_sudo()
        return True

    def _drop_reversed_sudo(self):
        """Take off the list what was reversed meanwhile, with its withdrawal.

        What never got there is neither entered nor withdrawn.
        """
        gone = self.filtered(
            lambda entry: entry.kind == "enter" and entry.hour_id.reversed
        )
        if not gone:
            return
        withdrawals = self.search(
            [
                ("hour_id.reverses_id", "in", gone.hour_id.ids),
                ("platform_id", "in", gone.platform_id.ids),
            ]
        )
        under_way = withdrawals.filtered(
            lambda entry: entry.batch_id or entry.state == "entered"
        )
        gone = gone.filtered(
            lambda entry: entry.hour_id not in under_way.hour_id.reverses_id
        )
        pending = (withdrawals - under_way).filtered(
            lambda entry: entry.hour_id.reverses_id in gone.hour_id
        )
        (gone | pending).unlink()

    def action_open_hour(self):
        """Open the line itself."""
        self.ensure_one()
        self.check_access("read")
        return self.hour_id.get_formview_action()
