from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

# How long after an activity its leader may still call who attended it.
CALL_DAYS = 7


class VolunteerVolunteer(models.Model):
    """Sensitive values, shown in full one at a time, each time logged."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    disclosure_ids = fields.One2many(
        "volunteer.disclosure",
        "volunteer_id",
        string="Disclosures",
        groups="volunteer_base.group_officer",
    )

    def action_reveal_id_number(self):
        """Return one volunteer's full ID number and log that it was shown.

        :rtype: str
        :raise AccessError: neither the person nor the volunteer office
        :raise UserError: no number is on file, or the key is missing
        """
        self.ensure_one()
        if self.user_id != self.env.user:
            self._check_officer()
        number = self.sudo().identity_ids._decrypt_id_number_sudo()
        self._log_disclosure_sudo("id_number")
        return number

    def action_reveal_mobile(self):
        """Return one volunteer's full mobile number and log that it was shown.

        Allowed to the person, the volunteer office, those in charge of a team in which
        the person stands by, and those in charge of an activity the person is signed
        up to, until a week after it.

        :rtype: str
        :raise AccessError: anybody else
        """
        self.ensure_one()
        volunteer = self.sudo()
        if self.env.user not in (
            volunteer.user_id
            | volunteer._get_calling_activities_sudo()._get_managers_sudo()
            | volunteer._get_standby_teams_sudo().manager_user_ids
        ):
            self._check_officer()
        mobile = volunteer.identity_ids.mobile
        if not mobile:
            raise UserError(self.env._("No mobile number is on file."))
        self._log_disclosure_sudo("mobile")
        return mobile

    def _get_calling_activities_sudo(self):
        """Return the activities for which one may still have to call these people."""
        limit = fields.Datetime.now() - timedelta(days=CALL_DAYS)
        return self.signup_ids.filtered(
            lambda signup: (
                signup.state in ("waiting", "confirmed", "attended")
                and signup.activity_id.stop >= limit
            )
        ).activity_id

    def _get_standby_teams_sudo(self):
        """Return the teams in which these people can be called today."""
        today = fields.Date.context_today(self)
        return (
            self._filter_serving()
            .member_ids.filtered(lambda member: member.standby and member._is_on(today))
            .team_id
        )

    def action_show_id_number(self):
        """Show the full ID number in a message that is not kept anywhere."""
        return self._show_value(self.env._("ID number"), self.action_reveal_id_number())

    def action_show_mobile(self):
        """Show the full mobile number in a message that is not kept anywhere."""
        return self._show_value(self.env._("Mobile"), self.action_reveal_mobile())

    def _show_value(self, label, value):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": f"{self.name} · {label}",
                "message": value,
                "type": "info",
                "sticky": True,
            },
        }

    def _log_disclosure_sudo(self, what, documents=None):
        """Note that the current user was given a value in full; callers have checked.

        :param str what: a key of ``volunteer.disclosure.what``
        :param dict documents: ``{volunteer id: number of the paper it was printed on}``
        """
        now = fields.Datetime.now()
        self.env["volunteer.disclosure"].sudo().create(
            [
                {
                    "volunteer_id": volunteer.id,
                    "user_id": self.env.uid,
                    "date": now,
                    "what": what,
                    "document": (documents or {}).get(volunteer.id),
                }
                for volunteer in self
            ]
        )
