from odoo import models


class VolunteerAward(models.Model):
    """Volunteers are told of what was granted to them: one message a person."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.award"  # pylint: disable=consider-merging-classes-inherited

    def _is_told_sudo(self):
        """Return whether its holder knows of it, as of what was only proposed not."""
        self.ensure_one()
        return self.state == "granted"

    def _tell_granted_sudo(self):
        """Put one message a person into the outbox, however many honours there are."""
        self._tell_sudo(
            lambda volunteer, names: (
                volunteer.env._("Congratulations"),
                volunteer.env._(
                    "Granted to you: %(names)s. Thank you for your service.",
                    names=names,
                ),
            )
        )

    def _tell_withdrawn_sudo(self, reason):
        """Tell holders what was withdrawn and why: one message a person."""
        self._tell_sudo(
            lambda volunteer, names: (
                volunteer.env._("An honour was withdrawn"),
                volunteer.env._(
                    "%(names)s: %(reason)s", names=names, reason=reason.strip()
                ),
            )
        )

    def _tell_sudo(self, write):
        """Put one message a person into the outbox, with the names of these honours.

        :param write: of a volunteer and the names, the pair of subject and text
        """
        by_person = self.filtered("volunteer_id").grouped("volunteer_id")
        people = self.env["volunteer.volunteer"].union(*by_person)
        stars = self.filtered(lambda award: award.kind == "star").volunteer_id
        for group, page in ((stars, "stars"), (people - stars, "honours")):
            group._notify_sudo(
                "recognition",
                lambda volunteer: write(
                    volunteer,
                    ", ".join(by_person[people.browse(volunteer.id)].mapped("name")),
                ),
                url=f"/my/volunteer/{page}",
            )
