from odoo import models


class VolunteerHour(models.Model):
    """What a leader claims for others."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _is_agreed_by_claiming(self, target):
        """Return whether a step's approver has agreed by submitting the claim.

        A leader who claims for a roster does not approve it once more: it goes to the
        next step. The leader's own hours are never agreed that way.

        :param tuple target: ``(user id, group id)`` of the step
        """
        self.ensure_one()
        user = self.env.user
        return (
            target == (user.id, False)
            and self.source == "claim"
            and not self.reverses_id
            and not self._is_own_of(user)
        )
