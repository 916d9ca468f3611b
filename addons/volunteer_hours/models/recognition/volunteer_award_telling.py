from odoo import models


class VolunteerAward(models.Model):
    """Volunteers are told of what was granted to them: one message a person."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.award"  # pylint: disable=consider-merging-classes-inherited

    def _tell_granted_sudo(self):
        """Put one message a person into the outbox, however many honours there are."""
        by_person = self.filtered("volunteer_id").grouped("volunteer_id")
        people = self.env["volunteer.volunteer"].union(*by_person)

        def write(volunteer):
            awards = by_person[people.browse(volunteer.id)]
            return (
                volunteer.env._("Congratulations"),
                volunteer.env._(
                    "Granted to you: %(names)s. Thank you for your service.",
                    names=", ".join(awards.mapped("name")),
                ),
            )

        people._notify_sudo("recognition", write, url="/my/volunteer/stars")
