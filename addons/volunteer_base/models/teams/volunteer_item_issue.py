from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

GONE_STATES = ("left", "rejected")


class VolunteerItemIssue(models.Model):
    """One thing given to one volunteer, until it comes back or is lost."""

    _name = "volunteer.item.issue"
    _description = "Item Given to a Volunteer"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date_out desc, id desc"

    _guarded_fields = ("is_lost",)

    item_id = fields.Many2one(
        "volunteer.item",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    number = fields.Char()
    date_out = fields.Date(
        string="Out on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_due = fields.Date(
        string="Due back", help="Empty: to be given back on leaving."
    )
    date_back = fields.Date(string="Back on", copy=False)
    is_lost = fields.Boolean(string="Lost", readonly=True, copy=False)
    note = fields.Char(help="Size, state when it came back, and so on.")
    volunteer_state = fields.Selection(
        related="volunteer_id.state", string="State of the Volunteer"
    )
    overdue = fields.Boolean(
        compute="_compute_overdue",
        search="_search_overdue",
        help="Still out after the day it was due, or after the person left.",
    )

    _number_out_once = models.UniqueIndex(
        "(item_id, company_id, number) WHERE date_back IS NULL AND number IS NOT NULL",
        "The item with this number has not come back yet.",
    )
    _out_idx = models.Index("(volunteer_id) WHERE date_back IS NULL")
    _back_after_out = models.Constraint(
        "CHECK (date_back IS NULL OR date_back >= date_out)",
        "An item cannot come back before it was given out.",
    )

    @api.depends("date_back", "date_due", "volunteer_id.state", "item_id.to_return")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for issue in self:
            issue.overdue = (
                not issue.date_back
                and issue.item_id.to_return
                and (
                    issue.volunteer_id.state in GONE_STATES
                    or bool(issue.date_due and issue.date_due < today)
                )
            )

    @api.model
    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = (
            Domain("date_back", "=", False)
            & Domain("item_id.to_return", "=", True)
            & (
                Domain("volunteer_id.state", "in", GONE_STATES)
                | Domain("date_due", "<", "today")
            )
        )
        return Domain.OR(domain if wanted else ~domain for wanted in value)

    @api.depends("item_id", "number")
    def _compute_display_name(self):
        for issue in self:
            issue.display_name = (
                f"{issue.item_id.name} {issue.number}"
                if issue.number
                else issue.item_id.name
            )

    @api.constrains("item_id", "number", "company_id", "volunteer_id")
    def _check_item(self):
        for issue in self:
            if (
                issue.item_id.numbered
                and not issue.number
                and not issue.volunteer_id.sudo().erased_on
            ):
                raise ValidationError(
                    self.env._(
                        "Say which %(item)s: it has a number.", item=issue.item_id.name
                    )
                )
            unit = issue.item_id.company_id
            if (
                unit and unit != issue.company_id
            ) or not issue.volunteer_id._serve_below(issue.company_id):
                raise ValidationError(
                    self.env._(
                        "Item and volunteer must belong to the unit that gives it out."
                    )
                )

    @api.model
    def _complete_create_vals(self, vals_list):
        for vals in vals_list:
            vals["number"] = self._clean_number(vals.get("number"))
        return super()._complete_create_vals(vals_list)

    def write(self, vals):
        if "number" in vals:
            vals = {**vals, "number": self._clean_number(vals["number"])}
        result = super().write(vals)
        if {"date_back", "date_due"} & set(vals):
            self.sudo().volunteer_id._end_items_reminders_sudo()
        if "date_back" in vals and not vals["date_back"]:
            # Out again, so found: somebody has to give it back after all.
            self.sudo().filtered("is_lost").is_lost = False
        return result

    @api.model
    def _clean_number(self, number):
        """Return the number without blanks, so that one item has one number."""
        return "".join(number.split()) if isinstance(number, str) else False

    def action_return(self):
        """Note that items came back today.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: an item is back already
        """
        self._check_out()
        self.write({"date_back": fields.Date.context_today(self)})
        # The next holder may get the same number in the same breath.
        self.flush_recordset(["date_back"])
        return True

    def action_lose(self, reason):
        """Note that items are lost and will not come back.

        :param str reason: what happened
        :raise AccessError: the user is not of the volunteer office
        :raise UserError: no reason, or an item is back already
        """
        reason = self._clean_reason(reason)
        self._check_out()
        today = fields.Date.context_today(self)
        self.sudo().write({"date_back": today, "is_lost": True, "note": reason})
        return True

    def _check_out(self):
        self.check_access("write")
        if any(issue.date_back for issue in self):
            raise UserError(self.env._("Choose items that are still out."))
