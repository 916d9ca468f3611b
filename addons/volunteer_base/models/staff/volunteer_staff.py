from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerVolunteer(models.Model):
    """Staff: registered by department, confirmed by each person.

    Nobody is forced to serve (志愿服务条例, Art. 25): a registration by the department
    waits until the person agrees.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    confirmation = fields.Selection(
        [
            ("none", "Not needed"),
            ("pending", "Waiting for the person"),
            ("confirmed", "Confirmed"),
            ("refused", "Does not agree"),
        ],
        string="Own Confirmation",
        required=True,
        default="none",
        readonly=True,
        copy=False,
        index=True,
        help="Whether a person whom the department registered has agreed.",
    )
    confirmation_date = fields.Date(
        string="Confirmed or Refused on", readonly=True, copy=False
    )
    confirmation_method = fields.Selection(
        [("tap", "On the screen"), ("list", "Signed list")],
        string="Own Answer by",
        readonly=True,
        copy=False,
    )
    confirmation_list_id = fields.Many2one(
        "volunteer.staff.confirmation",
        string="Signed List",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="volunteer_base.group_officer",
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "confirmation",
            "confirmation_date",
            "confirmation_method",
            "confirmation_list_id",
        )

    def _change_state_sudo(self, state, reason=False):
        if state in ("trial", "registered"):
            self._check_agreed()
        result = super()._change_state_sudo(state, reason)
        if state == "rejected":
            # What the office has ended, the person no longer agrees to.
            self._write_confirmation_sudo(("pending", "refused"), "none")
        elif state == "applied":
            # Who did not apply themselves is still asked.
            asked = self.filtered(lambda volunteer: volunteer._is_asked_sudo())
            asked._write_confirmation_sudo(("none",), "pending")
        return result

    def _write_confirmation_sudo(self, old, new):
        """Change the confirmation of those among these who have one of ``old``."""
        changing = self.sudo().filtered(lambda volunteer: volunteer.confirmation in old)
        changing.write({"confirmation": new})

    def _is_asked_sudo(self):
        """Return whether somebody else made this application for a member of staff."""
        self.ensure_one()
        person = self.sudo()
        return person.source == "department" or bool(
            person.kind == "staff" and person.source != "join" and person.employee_ids
        )

    def _check_agreed(self):
        """:raise UserError: the office cannot answer for staff who have not agreed"""
        unwilling = self.filtered(
            lambda volunteer: volunteer.confirmation in ("pending", "refused")
        )
        if unwilling:
            raise UserError(
                self.env._(
                    "These people have not agreed yet: %(names)s. Each confirms on the "
                    "own page, or signs a list that you upload.",
                    names=unwilling.mapped("name"),
                )
            )

    def action_confirm_own(self, values=None):
        """Agree to one's registration: data, papers and consent in one go.

        :param dict values: what has changed, by names of ``_own_data_fields``
        :raise AccessError: another person's record
        :raise UserError: nothing is waiting for a confirmation
        """
        self._check_own()
        person = self.sudo()
        refused = person.confirmation == "refused"
        if not (
            (person.state == "applied" and person.confirmation == "pending")
            or (person.state in ("applied", "rejected") and refused)
        ):
            raise UserError(self.env._("There is nothing for you to confirm."))
        self._write_own_data_sudo(values or {})
        self._confirm_staff_sudo("tap", fields.Date.context_today(self))
        return True

    def action_refuse_own(self):
        """Do not agree to one's registration; nobody is forced.

        :raise AccessError: another person's record
        :raise UserError: nothing is waiting for a confirmation
        """
        self._check_own()
        if self.sudo().confirmation != "pending":
            raise UserError(self.env._("There is nothing for you to confirm."))
        self._change_state_sudo("rejected", self.env._("The person does not agree."))
        self.sudo().write(
            {
                "confirmation": "refused",
                "confirmation_date": fields.Date.context_today(self),
                "confirmation_method": "tap",
            }
        )
        return True

    def _confirm_staff_sudo(self, method, date, signed_list=None, attachment=None):
        """Register people who have agreed; the caller has checked who says so.

        :param str method: ``tap`` or ``list``
        :param date date: the day of the answer
        :param signed_list: ``volunteer.staff.confirmation``
        :param attachment: ``ir.attachment`` with the signed list
        """
        volunteers = self.sudo()
        volunteers._copy_hr_identity_sudo()
        volunteers._accept_documents_sudo(
            method=method, date=date, attachment=attachment
        )
        rejected = self.filtered(lambda volunteer: volunteer.state == "rejected")
        if rejected:
            rejected._change_state_sudo("applied")
        volunteers.write(
            {
                "confirmation": "confirmed",
                "confirmation_date": date,
                "confirmation_method": method,
                "confirmation_list_id": signed_list.id if signed_list else False,
                "date_confirmed": date,
            }
        )
        waiting = self.filtered(lambda volunteer: volunteer.state == "applied")
        if waiting:
            waiting._change_state_sudo("registered")
