from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OFF_DUTY_KINDS = [
    ("rest", "Rest day"),
    ("compensatory", "Compensatory time off"),
    ("leave", "Leave"),
]


class VolunteerHour(models.Model):
    """Confirmed time off: what makes a line in working time a voluntary service.

    Section 2 of the domain rules: the department head confirms that it was a rest day,
    compensatory time or leave, or returns it as part of the job.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    off_duty = fields.Selection(
        OFF_DUTY_KINDS,
        readonly=True,
        copy=False,
        help="Why the service in working time was none of the job.",
    )
    off_duty_by = fields.Many2one(
        "res.users",
        string="Off Duty Confirmed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    off_duty_on = fields.Datetime(
        string="Off Duty Confirmed on", readonly=True, copy=False
    )
    can_confirm_off_duty = fields.Boolean(
        compute="_compute_can_confirm_off_duty", compute_sudo=True
    )

    @api.depends("state", "in_working_time", "off_duty", "approver_id")
    @api.depends_context("uid")
    def _compute_can_confirm_off_duty(self):
        confirmable = self._filter_may_confirm_off_duty()
        for line in self:
            line.can_confirm_off_duty = line in confirmable and not line.off_duty

    def action_confirm_off_duty(self, kind):
        """Confirm that these services in working time were done in time off.

        The department head does, or the volunteer office; otherwise whoever decides in
        the head's place. It may be said again, until the line is approved.

        :param str kind: rest, compensatory or leave
        :return: True
        :raise AccessError: not in charge of the department, or one's own hours
        :raise UserError: an unknown kind, or a line that is decided already
        """
        if kind not in dict(OFF_DUTY_KINDS):
            raise UserError(
                self.env._("Say whether it was a rest day, compensatory time or leave.")
            )
        lines = self.sudo()
        if lines - lines._filter_may_confirm_off_duty():
            raise AccessError(
                self.env._(
                    "Time off is confirmed by the department head or the volunteer "
                    "office, before the hours are approved; nobody confirms their own."
                )
            )
        lines.write(
            {
                "off_duty": kind,
                "off_duty_by": self.env.uid,
                "off_duty_on": fields.Datetime.now(),
            }
        )
        labels = dict(self._fields["off_duty"]._description_selection(self.env))
        lines._log_sudo("off_duty", note=labels[kind])
        # They were left behind when their activity was closed.
        lines.filtered(
            lambda line: (
                line.state == "draft"
                and line.source == "checkin"
                and line.activity_id.state == "done"
                and not line._is_end_open()
            )
        ).action_submit()
        return True

    def action_return_as_duty(self):
        """Return lines in working time to the volunteer: they are part of the job.

        :return: True
        :raise UserError: not one's turn, or a line outside working time
        """
        self._check_may_decide()
        others = self.sudo().filtered(
            lambda line: not line.in_working_time or line.reverses_id
        )
        if others:
            raise UserError(
                self.env._(
                    "These hours do not lie in working time: %(lines)s. Refuse them "
                    "with the reason.",
                    lines=others[:5].mapped("display_name"),
                )
            )
        return self.action_refuse(
            self.env._("Part of your own job in working time, not a voluntary service.")
        )

    def action_approve(self, note=None, minutes=None):
        self._check_off_duty_confirmed()
        return super().action_approve(note=note, minutes=minutes)

    def _check_off_duty_confirmed(self):
        """:raise UserError: nobody who knows has said that it was time off"""
        unsure = self._filter_off_duty_unsaid_sudo()
        if unsure:
            # Names are told to those only whose turn it is.
            self._check_may_decide()
            raise UserError(unsure._describe_off_duty_unsaid())

    def _filter_off_duty_unsaid_sudo(self):
        """Return the waiting lines that nobody can approve before time off is said."""
        unsure = self.sudo().filtered(
            lambda line: line.state == "submitted" and line._lacks_off_duty()
        )
        return unsure and unsure - unsure._filter_head_to_come_sudo().filtered(
            lambda line: line._get_head_user_sudo() != self.env.user
        )

    def _describe_off_duty_unsaid(self):
        return self.env._(
            "In working time: %(lines)s. First confirm that it was time off "
            "(“Off Duty…”), or return it as part of the job.",
            lines=self[:5].mapped("display_name"),
        )

    def _lacks_off_duty(self):
        """Return whether this line lies in working time, and nobody has said why."""
        self.ensure_one()
        return bool(self.in_working_time and not self.off_duty and not self.reverses_id)

    def _needs_department_head(self):
        """Return whether the department head must be among those who agree.

        So it is with every line in working time, unless the head has confirmed before
        that it was time off.
        """
        self.ensure_one()
        line = self.sudo()
        return bool(
            line.in_working_time
            and not line.reverses_id
            and not (line.off_duty and line.off_duty_by == line._get_head_user_sudo())
        )

    def _get_head_user_sudo(self):
        """Return the user who heads the department of the day, if one can decide."""
        self.ensure_one()
        line = self.sudo()
        user = line.department_id.manager_id.user_id
        if (
            user
            and user.active
            and not user.share
            and not line._is_own_of(user)
            and line.company_id in user.company_ids
        ):
            return user
        return user.browse()

    def _filter_head_to_come_sudo(self):
        """Return the lines whose department head is asked later, in one query.

        Where a department has no head, whoever comes last stands in.
        """
        coming = defaultdict(set)
        for step in self.sudo()._get_open_approvals():
            if step.state == "waiting":
                coming[step.hour_id.id].add(step.approver_id.id)

        def is_to_come(line):
            head = line._get_head_user_sudo()
            later = coming[line.id]
            return head.id in later if head else bool(later)

        return self.filtered(is_to_come)

    def _filter_may_confirm_off_duty(self):
        """Return the lines of which the current user may confirm the time off."""
        user = self.env.user
        officer = user.has_group("volunteer_base.group_officer")
        lines = self.sudo().filtered(
            lambda line: (
                line.in_working_time
                and not line.reverses_id
                and line.state in ("draft", "submitted")
                and line.company_id in user.company_ids
                and not line._is_own_of(user)
            )
        )
        allowed = lines.filtered(
            lambda line: officer or line._get_head_user_sudo() == user
        )
        turns = (lines - allowed).filtered("my_turn")
        if turns:
            allowed |= turns - turns._filter_head_to_come_sudo()
        return allowed
