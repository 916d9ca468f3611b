from odoo import models


class VolunteerIncident(models.Model):
    """Who hears of a report: the office at once, its sender when it is closed."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.incident"  # pylint: disable=consider-merging-classes-inherited

    def _schedule_todo_sudo(self):
        """Give the unit's office a to-do for each of these."""
        officers = self.company_id._get_volunteer_officers_sudo()
        spoken = self.env["res.lang"]._get_office_lang()
        for company, group in self.grouped("company_id").items():
            officer = officers[company]
            if not officer:
                continue
            spoken_by = group.with_context(
                mail_activity_quick_update=True,
                mail_notify_force_send=False,
                lang=officer.lang or spoken,
            )
            spoken_by.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=spoken_by.env._("Look at a report from a volunteer"),
                user_id=officer.id,
            )

    def _tell_reporters_sudo(self):
        """Tell the volunteers who told us, once, that it has been dealt with."""
        reporters = self.env["volunteer.volunteer"].search(
            [("user_id", "in", self.create_uid.ids)]
        )
        for incident in self:
            reporter = reporters.filtered(
                lambda person, incident=incident: person.user_id == incident.create_uid
            )
            reporter._notify_sudo(
                "office",
                lambda person: (
                    person.env._("What you told us has been dealt with"),
                    person.env._("Thank you. Ask the volunteer office for more."),
                ),
                url="/my/volunteer/incidents",
                key=f"incident-{incident.id}",
            )
