from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.models.shared.volunteer_rectify_mixin import (
    RECTIFY_STATES,
)

#: What a published result says of a finding.
PUBLISHED_FIELDS = frozenset(
    ("name", "description", "date", "inspection_id", "subject_id", "company_id")
)


class VolunteerRectification(models.Model):
    """What an inspection found, until it is put right (整改、复查、销号)."""

    _name = "volunteer.rectification"
    _description = "Rectification"
    _inherit = ["volunteer.rectify.mixin"]

    number = fields.Char(readonly=True, copy=False)
    state = fields.Selection(RECTIFY_STATES)
    date = fields.Date(
        string="Noticed on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    inspection_id = fields.Many2one(
        "volunteer.inspection", index="btree_not_null", ondelete="restrict"
    )
    subject_id = fields.Many2one(
        "volunteer.inspection.subject",
        string="About",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('inspection_id', '=', inspection_id)]",
    )
    description = fields.Text(
        string="What Is to Be Put Right", help="What was found, and what is asked for."
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "number")

    @api.model
    def _get_reply_summary(self, env):
        return env._("Put right what the inspection found, and reply")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        subject = self.env["volunteer.inspection.subject"].browse(
            values.get("subject_id") or ()
        )
        if subject:
            values.setdefault("inspection_id", subject.inspection_id.id)
            values["company_id"] = subject.company_id.id
            if "owner_id" in fields and not values.get("owner_id"):
                values["owner_id"] = subject._get_in_charge_sudo().id
        return values

    @api.model
    def _complete_create_vals(self, vals_list):
        Sequence = self.env["ir.sequence"].sudo()
        Inspection = self.env["volunteer.inspection"]
        for vals in vals_list:
            subject = self.env["volunteer.inspection.subject"].browse(
                vals.get("subject_id") or ()
            )
            inspection = (
                Inspection.browse(vals.get("inspection_id") or ())
                or subject.inspection_id
            )
            if inspection:
                vals["inspection_id"] = inspection.id
                vals["company_id"] = inspection.sudo().company_id.id
            vals["number"] = Sequence.next_by_code(self._name)
        return super()._complete_create_vals(vals_list)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for rectification in self:
            rectification.display_name = " ".join(
                filter(None, (rectification.number, rectification.name))
            )

    @api.constrains("inspection_id", "subject_id")
    def _check_subject(self):
        for rectification in self:
            subject = rectification.subject_id
            if subject and subject.inspection_id != rectification.inspection_id:
                raise UserError(
                    self.env._(
                        "“%(name)s” belongs to another inspection.", name=subject.name
                    )
                )

    def write(self, vals):
        if not self.env.su and vals.keys() & PUBLISHED_FIELDS:
            self._check_unpublished()
        return super().write(vals)

    def _check_unpublished(self):
        """:raise UserError: these stand in a result that is out"""
        out = self.sudo().filtered(
            lambda one: one.inspection_id.state in ("published", "closed")
        )
        if out:
            raise UserError(
                self.env._(
                    "The result of the inspection is published; its findings stay as "
                    "they are: %(names)s.",
                    names=out.mapped("display_name"),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        if any(rectification.state != "open" for rectification in self):
            raise UserError(self.env._("What was answered is kept."))
        self._check_unpublished()
