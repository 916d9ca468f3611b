from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: So many of one person may wait for the office.
MOST_WAITING = 10


class VolunteerAward(models.Model):
    """Honours of other bodies that volunteers hand in with a proof.

    Award information of outside honours needs proof: 民政部令第67号, Art. 9.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.award"  # pylint: disable=consider-merging-classes-inherited

    handed_in = fields.Boolean(
        string="Handed in by the Volunteer",
        readonly=True,
        copy=False,
        help="The office compares it with the proof, then confirms or rejects it.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "handed_in")

    @api.model
    def action_hand_in(self, name, granted_by, date, files, note=None):
        """Hand in an honour of another body, with a photo or PDF of the certificate.

        :param str name: of the honour
        :param str granted_by: the body that granted it
        :param str date: ISO date of the certificate
        :param list files: one ``(name, base64)``
        :param str note: what it was granted for, or nothing
        :return: id of the honour, which waits for the office
        :raise AccessError: not a volunteer who serves
        :raise UserError: something is missing, or too many wait already
        """
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        if not volunteer._filter_serving():
            raise AccessError(self.env._("Registered volunteers hand in honours."))
        name, granted_by = (
            value.strip() if isinstance(value, str) else ""
            for value in (name, granted_by)
        )
        try:
            day = fields.Date.to_date(date or None)
        except (TypeError, ValueError):
            day = None
        if not name or not granted_by or not day:
            raise UserError(
                self.env._("Write what the honour is called, who granted it and when.")
            )
        if day > volunteer.company_id._get_volunteer_today():
            raise UserError(self.env._("The day it was granted is still to come."))
        if not files or len(files) != 1:
            raise UserError(
                self.env._("Add one photo or PDF of the certificate as a proof.")
            )
        awards = self.sudo()
        mine = awards.search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("handed_in", "=", True),
                ("state", "=", "proposed"),
            ]
        )
        if len(mine) >= MOST_WAITING:
            raise UserError(
                self.env._(
                    "%(count)s of your honours wait for the volunteer office; please "
                    "wait for its answer first.",
                    count=len(mine),
                )
            )
        prepared = self.env["volunteer.hour.evidence"]._prepare_files(files)
        ((file_name, data, _mimetype, _digest),) = prepared
        award = awards.create(
            {
                "name": name,
                "kind": "honour",
                "volunteer_id": volunteer.id,
                "company_id": volunteer.company_id.id,
                "state": "proposed",
                "granted_by": granted_by,
                "is_outside": True,
                "handed_in": True,
                "proof": data,
                "proof_name": file_name,
                "note": note or False,
            }
        )
        # What is proposed has no date of ours; this one is of the certificate.
        award.date = day
        return award.id

    def action_take_back(self):
        """Take back what one handed in and the office has not answered yet.

        :raise AccessError: not one's own
        :raise UserError: answered already
        """
        awards = self.sudo()
        if any(award.volunteer_id.user_id != self.env.user for award in awards):
            raise AccessError(self.env._("These honours are not yours."))
        awards._check_waiting()
        awards.unlink()
        return True

    def action_confirm_outside(self):
        """Confirm handed-in honours: the proof says what is written.

        The day of the certificate stays. Nothing is shown to the public, since it is
        not this unit that grants them.

        :raise AccessError: not of the volunteer office, or one's own
        :raise UserError: not handed in, or answered already
        """
        self._check_officer()
        awards = self.sudo()
        self._check_not_own()
        awards._check_waiting()
        awards._decide_sudo("granted")
        awards._tell_sudo(
            lambda volunteer, names: (
                volunteer.env._("Your honour is confirmed"),
                volunteer.env._(
                    "The volunteer office has confirmed: %(names)s.", names=names
                ),
            )
        )
        return True

    def action_review(self):
        """Also: what was handed in is confirmed with its proof, not shown and granted.

        :raise UserError: handed in by a volunteer
        """
        self._check_officer()
        handed_in = self.filtered("handed_in")
        if handed_in:
            raise UserError(
                self.env._(
                    "“%(name)s” is of another body: compare it with the proof and use "
                    "“Confirm with Proof”.",
                    name=handed_in[0].name,
                )
            )
        return super().action_review()

    def action_propose_again(self):
        """Also: the day of a certificate that was handed in stays."""
        dates = {award: award.date for award in self.filtered("handed_in")}
        result = super().action_propose_again()
        for award, date in dates.items():
            award.sudo().date = date
        return result

    def action_reject(self, reason):
        """Also: whoever handed it in is told why not."""
        result = super().action_reject(reason)
        self.sudo().filtered("handed_in")._tell_sudo(
            lambda volunteer, names: (
                volunteer.env._("Your honour could not be confirmed"),
                volunteer.env._(
                    "%(names)s: %(reason)s", names=names, reason=reason.strip()
                ),
            )
        )
        return result

    def _is_told_sudo(self):
        return super()._is_told_sudo() or self.handed_in

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        if not self.env.su and any(award.handed_in for award in self):
            raise UserError(
                self.env._(
                    "What volunteers handed in is confirmed or rejected with a reason."
                )
            )

    def _check_waiting(self):
        """:raise UserError: not handed in by a volunteer, or answered already"""
        wrong = self.filtered(
            lambda award: not award.handed_in or award.state != "proposed"
        )
        if wrong:
            raise UserError(
                self.env._(
                    "“%(name)s” was not handed in, or is answered already.",
                    name=wrong[0].name,
                )
            )

    @api.model
    def _get_own_honours_sudo(self, volunteer):
        """Return the honours of a person that are not stars, the newest first.

        What others only propose is not told before it is shown to the public.
        """
        return self.sudo().search(
            [
                ("volunteer_id", "in", volunteer._with_merged_sudo().ids),
                ("kind", "=", "honour"),
                "|",
                ("state", "in", ("published", "granted")),
                ("handed_in", "=", True),
            ],
            order="date desc, id desc",
            limit=200,
        )
