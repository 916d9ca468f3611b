from odoo import models


class VolunteerSignup(models.Model):
    """Whoever gives up the seat of a call makes room for the reserve."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancelled":
            self.sudo()._leave_calls_sudo()
        return result

    def _leave_calls_sudo(self):
        answers = self.env["volunteer.call.answer"].search(
            [("signup_id", "in", self.ids), ("state", "=", "coming")]
        )
        if not answers:
            return
        answers.write({"state": "declined"})
        open_calls = answers.call_id.filtered(
            lambda call: call.state in ("calling", "filled")
        )
        if open_calls:
            open_calls.write({"state": "calling"})
            self.env.ref("volunteer_base.volunteer_call_cron_seat")._wake_sudo()


class VolunteerActivity(models.Model):
    """With an activity, its calls are over."""

    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def action_cancel(self, reason):
        calls = (
            self.env["volunteer.call"]
            .sudo()
            .search(
                [
                    ("activity_id", "in", self.ids),
                    ("state", "in", ("calling", "filled")),
                ]
            )
        )
        self.check_access("write")
        # First, so that no seat is given out that is taken away at once.
        calls.write({"state": "closed"})
        result = super().action_cancel(reason)
        calls._tell_cancelled_sudo(self._clean_reason(reason))
        return result


class VolunteerCall(models.Model):
    _inherit = "volunteer.call"  # pylint: disable=consider-merging-classes-inherited

    def _tell_cancelled_sudo(self, reason):
        """Tell those who were called, and have no seat, that they are not needed."""
        for call in self:
            asked = call.answer_ids.filtered(
                lambda answer: answer.state in ("called", "willing", "reserve")
            )
            asked.volunteer_id._notify_sudo(
                "cancelled",
                lambda volunteer, call=call: (
                    volunteer.env._("Not needed any more: %(name)s", name=call.name),
                    volunteer.env._("Reason: %(reason)s", reason=reason),
                ),
                activity=call.activity_id,
                urgent=True,
                key=f"call-cancelled-{call.id}",
            )


class VolunteerVolunteer(models.Model):
    """Calls in a person's own copy, in a merge and in an erasure."""

    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_service_sudo(self):
        answers = self.env["volunteer.call.answer"].search(
            [("volunteer_id", "in", self._with_merged_sudo().ids)]
        )
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "calls",
                self.env._("Emergency calls"),
                answers,
                ("call_id", "state", "date_answered", "obstacle"),
            ),
        ]

    def _get_merge_stays(self):
        return {
            **super()._get_merge_stays(),
            "volunteer.call.answer": {"volunteer_id"},
        }

    def _erase_details_sudo(self):
        self.env["volunteer.call.answer"].search(
            [("volunteer_id", "in", self.ids)]
        ).unlink()
        return super()._erase_details_sudo()
