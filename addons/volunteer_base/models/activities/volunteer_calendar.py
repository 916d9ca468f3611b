from odoo import api, fields, models

from ...tools.ics import Event, write_calendar
from ...tools.token import is_token, new_token

#: A phone keeps what was; who subscribes anew needs no old services.
KEPT_DAYS = 30
MOST_EVENTS = 500
#: The evening before is too late to plan, and an hour before to set out.
ALARMS = (24 * 60, 60)


class VolunteerSignup(models.Model):
    """Services in the calendar of a phone."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    def _write_calendar_sudo(self):
        """Return these services as a calendar file; the caller checked who reads it.

        Names nobody but the activity and its team: a calendar is seen by many.

        :rtype: str
        """
        signups = self.sudo()
        company = signups.company_id[:1] or self.env.company.sudo()
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        base = company.get_base_url()
        return write_calendar(
            self.env._("Volunteering"),
            company.volunteer_tz,
            [
                Event(
                    uid=f"volunteer-signup-{signup.id}@{uuid}",
                    title=f"{signup.activity_id.name} · {signup.post_id.name}",
                    start=signup.start,
                    stop=signup.stop,
                    changed=max(signup.write_date, signup.activity_id.write_date),
                    place=signup.activity_id.place or "",
                    text=signup.activity_id.description or "",
                    url=f"{base}/my/volunteer/activities/{signup.activity_id.id}",
                    alarms=ALARMS,
                )
                for signup in signups
            ],
        )


class VolunteerVolunteer(models.Model):
    """The address from which a volunteer's calendar keeps itself up to date."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    calendar_token = fields.Char(groups=fields.NO_ACCESS, copy=False)

    _calendar_token_unique = models.UniqueIndex(
        "(calendar_token) WHERE calendar_token IS NOT NULL"
    )

    def action_share_calendar(self):
        """Make a new address of one's own calendar; an old one no longer works.

        :return: the path of the address
        :rtype: str
        :raise AccessError: somebody else's record
        """
        self.ensure_one()
        self._check_own()
        self.sudo().calendar_token = new_token()
        return self._get_calendar_path_sudo()

    def action_stop_calendar(self):
        """Let the address of one's own calendar work no longer.

        :raise AccessError: somebody else's record
        """
        self._check_own()
        self.sudo().calendar_token = False
        return True

    def _get_calendar_path_sudo(self):
        """Return the path of the address, or an empty text where there is none."""
        token = self.sudo().calendar_token
        return f"/volunteer/calendar/{token}.ics" if token else ""

    @api.model
    def _find_calendar_owner_sudo(self, token):
        """Return whose calendar has this address; nobody for one that does not work."""
        if not is_token(token):
            return self.browse().sudo()
        return self.sudo().search([("calendar_token", "=", token)], limit=1)

    def _write_calendar_sudo(self):
        """Return the confirmed services of a person as a calendar file."""
        self.ensure_one()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        lang = self.sudo().user_id.lang
        person = self.with_context(lang=lang) if lang else self
        return (
            person.env["volunteer.signup"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "=", self.id),
                    ("state", "in", ("confirmed", "attended")),
                    ("activity_id.state", "in", ("published", "done")),
                    ("stop", ">", since),
                ],
                order="start, id",
                limit=MOST_EVENTS,
            )
            ._write_calendar_sudo()
        )
