from odoo import models
from odoo.exceptions import UserError

from .turn_finder import Target, TurnFinder


class VolunteerHour(models.Model):
    """Handing lines on to a colleague, who decides instead."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def action_forward(self, user_id, note):
        """Hand lines whose turn is the current user's on to a colleague.

        The step passes to the colleague, the following ones stay; who handed on stands
        in the trail with the note.

        :param int user_id: a ``res.users`` of the backend in the unit of the lines
        :param str note: what the colleague reads
        :raise UserError: not one's turn, no note, or the colleague cannot decide a line
        """
        note = self._clean_reason(
            note, self.env._("Please write what the colleague is to know.")
        )
        self._check_may_decide()
        user = self.env["res.users"].browse(user_id if isinstance(user_id, int) else ())
        colleague = user.sudo().exists()
        lines = self.sudo()
        steps = lines._get_open_approvals().filtered(
            lambda step: step.state == "pending"
        )
        finder = TurnFinder(lines)
        passing = []
        for step in steps:
            problem = step.hour_id._get_forward_problem(colleague, finder)
            if problem:
                raise UserError(problem)
            target = Target(colleague.id, False, "user")
            passing.append((step.hour_id, step, target))
        self._note_decision_sudo(steps, "forwarded", note)
        lines._pass_steps_on_sudo(passing, finder)
        return True

    def _get_forward_problem(self, colleague, finder):
        """Return why a line cannot be handed on to a user, or None."""
        self.ensure_one()
        if not colleague:
            return self.env._("Choose the colleague who is to decide.")
        if colleague == self.env.user:
            return self.env._("These hours wait for you already.")
        if not finder.fits(colleague, self.company_id):
            return self.env._(
                "%(name)s cannot decide on hours of %(company)s: choose somebody who "
                "works there and has a login of their own.",
                name=colleague.name,
                company=self.company_id.name,
            )
        if self._is_own_of(colleague):
            return self.env._(
                "“%(line)s” is %(name)s's own: nobody decides on their own hours.",
                line=self.display_name,
                name=colleague.name,
            )
        if colleague.id in finder.agreed(self):
            return self.env._(
                "%(name)s has agreed to “%(line)s” already.",
                name=colleague.name,
                line=self.display_name,
            )
        if finder.get_turn(self, colleague.id, False) == (self.env.uid, False):
            return self.env._(
                "You stand in for %(name)s these days.", name=colleague.name
            )
        return None
