from odoo import api, fields, models
from odoo.exceptions import UserError

EARNED = ("training", "exam")
SUBJECT = ("volunteer_id", "kind", "course_id", "licence_id")
DATES = ("date_from", "date_to")


class VolunteerQualification(models.Model):
    """What somebody has earned stays; what the office enters is changed on record."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.qualification"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        self._check_earned(vals)
        before = {
            item: (item.date_from, item.date_to)
            for item in self
            if not set(DATES).isdisjoint(vals)
        }
        result = super().write(vals)
        moved = self.filtered(
            lambda item: (
                item in before and before[item] != (item.date_from, item.date_to)
            )
        )
        moved._log_dates_sudo(before)
        # Another last day is told anew.
        moved.filtered(
            lambda item: item.warned_on and before[item][1] != item.date_to
        ).sudo().warned_on = False
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_earned(self):
        if not self.env.su and any(item.source in EARNED for item in self):
            raise UserError(
                self.env._(
                    "A qualification that was earned stays on file. "
                    "Reopen the session that has granted it to correct it."
                )
            )

    def _check_earned(self, vals):
        """:raise UserError: who has earned what, and when, is not for the office"""
        if self.env.su:
            return
        names = [name for name in (*SUBJECT, *DATES) if name in vals]
        for item in self.filtered(lambda item: item.source in EARNED):
            for name in names:
                field = self._fields[name]
                if field.convert_to_cache(vals[name], item) != field.convert_to_cache(
                    item[name], item
                ):
                    raise UserError(
                        self.env._(
                            "“%(name)s” was earned: person, course and dates stay. "
                            "Reopen the session that has granted it to correct it.",
                            name=item.display_name,
                        )
                    )

    def _log_dates_sudo(self, before):
        """Write onto the volunteers which dates were changed.

        :param dict before: ``{qualification: (first day, last day)}``
        """
        bodies = {}
        for item in self.sudo():
            first, last = before[item]
            line = self.env._(
                "%(name)s: %(first)s – %(last)s is now %(new_first)s – %(new_last)s.",
                name=item.name,
                first=fields.Date.to_string(first),
                last=fields.Date.to_string(last) or "…",
                new_first=fields.Date.to_string(item.date_from),
                new_last=fields.Date.to_string(item.date_to) or "…",
            )
            person = item.volunteer_id.id
            bodies[person] = f"{bodies[person]} {line}" if person in bodies else line
        if bodies:
            self.volunteer_id.sudo()._message_log_batch(bodies=bodies)

    def _keep_or_withdraw_sudo(self):
        """Keep what is still complete after records were taken away, withdraw the rest.

        Records of what is withdrawn are free to earn it again.
        """
        one_each = self.browse(
            items[0].id
            for items in self.grouped(
                lambda item: (item.volunteer_id, item.course_id)
            ).values()
        )
        for course, items in one_each.sudo().grouped("course_id").items():
            records = {item: item.attendance_ids for item in items}
            items.attendance_ids.qualification_id = False
            progress = course._get_progress_sudo(items.volunteer_id)
            for item in items:
                used, missing = progress[course, item.volunteer_id]
                if any(missing.values()):
                    item.write(
                        {
                            "active": False,
                            "withdrawn_on": fields.Date.context_today(self),
                        }
                    )
                    continue
                earned_by = records[item].browse(
                    record.id for step in used.values() for record in step
                )
                earned_by.qualification_id = item
                item.write(course._prepare_validity(earned_by))
        if self - one_each:
            (self - one_each)._keep_or_withdraw_sudo()
