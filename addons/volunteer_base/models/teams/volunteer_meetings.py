from odoo import fields, models


class VolunteerVolunteer(models.Model):
    """The meetings a volunteer attended and the decisions they see to."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    meeting_ids = fields.Many2many(
        "volunteer.meeting",
        "volunteer_meeting_attendee_rel",
        "volunteer_volunteer_id",
        "volunteer_meeting_id",
        string="Meetings",
        groups="volunteer_base.group_officer",
    )
    decision_ids = fields.One2many(
        "volunteer.meeting.decision",
        "owner_id",
        string="Decisions",
        groups="volunteer_base.group_officer",
    )

    def _get_own_data_sudo(self):
        data = super()._get_own_data_sudo()
        data["basic"] += [
            self._own_section_sudo(
                "meetings",
                self.env._("Meetings"),
                self.meeting_ids,
                ("date", "name", "kind", "team_id", "place", "state"),
            ),
            self._own_section_sudo(
                "decisions",
                self.env._("Decisions"),
                self.decision_ids,
                ("name", "meeting_id", "date_due", "date_done", "result"),
            ),
        ]
        return data
