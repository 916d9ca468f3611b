from odoo import models

#: Lines that one message names; of more it says the number.
NAMED = 5


class VolunteerHour(models.Model):
    """What volunteers hear about their hours: what was refused, and what was changed.

    One message a person, however many lines were decided at once. Of hours that are
    approved as they were asked nobody is told before they are recorded.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def action_refuse(self, reason):
        result = super().action_refuse(reason)
        self._tell_refused_sudo(self._clean_reason(reason))
        return result

    def action_approve(self, note=None, minutes=None):
        before = {}
        if minutes is not None:
            self.check_access("read")
            before = {line: line.minutes for line in self.sudo()}
        result = super().action_approve(note=note, minutes=minutes)
        changed = self.sudo().filtered(
            lambda line: line in before and before[line] != line.minutes
        )
        if changed:
            changed._tell_corrected_sudo(before, note)
        return result

    def action_undo_decision(self):
        refused = self.sudo().filtered(lambda line: line.state == "refused")
        result = super().action_undo_decision()
        refused._tell_sudo(
            lambda volunteer, lines: (
                volunteer.env._("Your hours are looked at again"),
                volunteer.env._(
                    "That they were returned to you has been taken back: %(lines)s.",
                    lines=lines._name_lines(),
                ),
            )
        )
        return result

    def _tell_refused_sudo(self, reason):
        self.sudo().filtered(lambda line: not line.reverses_id)._tell_sudo(
            lambda volunteer, lines: (
                volunteer.env._("Hours were returned to you"),
                volunteer.env._(
                    "%(lines)s.\nReason: %(reason)s\nYou can correct and submit them "
                    "again.",
                    lines=lines._name_lines(),
                    reason=reason,
                ),
            ),
            url="/my/volunteer/hours?state=refused",
        )

    def _tell_corrected_sudo(self, before, note):
        def write(volunteer, lines):
            rows = [
                volunteer.env._(
                    "%(date)s: %(old)g h → %(new)g h",
                    date=line.date,
                    old=before[line] / 60,
                    new=line.minutes / 60,
                )
                for line in lines[:NAMED]
            ]
            if len(lines) > NAMED:
                rows.append(
                    volunteer.env._(
                        "and %(count)s entries more", count=len(lines) - NAMED
                    )
                )
            if note:
                rows.append(volunteer.env._("Reason: %(reason)s", reason=note))
            return volunteer.env._("Your hours were corrected"), "\n".join(rows)

        self._tell_sudo(write)

    def _tell_sudo(self, write, url="/my/volunteer/hours"):
        """Send each person one message about their lines among these.

        :param write: function of a volunteer and the lines, both in an environment of
            the volunteer's language; returns ``(title, body)``
        """
        groups = self.sudo().grouped(
            lambda line: line.volunteer_id.merged_into_id or line.volunteer_id
        )
        people = self.env["volunteer.volunteer"].sudo().union(*groups)
        people._notify_sudo(
            "hours",
            lambda volunteer: write(
                volunteer,
                groups[volunteer].with_env(volunteer.env),
            ),
            url=url,
        )

    def _name_lines(self):
        """Return the first of these lines and the sum of all, in one piece of text."""
        named = ", ".join(
            f"{line.date} {line.activity_id.name or line.project_id.name or ''} "
            f"{line.hours:g} h".replace("  ", " ")
            for line in self[:NAMED]
        )
        if len(self) <= NAMED:
            return named
        return self.env._(
            "%(named)s and %(count)s entries more, %(hours)g h in all",
            named=named,
            count=len(self) - NAMED,
            hours=sum(self.mapped("minutes")) / 60,
        )
