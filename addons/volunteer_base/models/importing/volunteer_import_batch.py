from odoo import models


class VolunteerImport(models.Model):
    """A batch of a register: new people, known people, and who is left out."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import"  # pylint: disable=consider-merging-classes-inherited

    def _after_import_sudo(self):
        """Tell who waits for it: a group's applicants are the office's to review."""
        hidden = set(self.problem_ids.filtered("office_only").mapped("row"))
        served = self.created_count + self.updated_count + self.skipped_count
        if not self.failed_count and served + len(hidden) == self.row_count:
            # Nothing to hand back: the file has no business here any more.
            self.file_cipher = False
        if self.purpose != "group":
            return
        officer = self.company_id._get_volunteer_officers_sudo()[self.company_id]
        # Without a number: the leader reads this, too, and would learn how many of the
        # group are registered already.
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Review a group's applications"),
            note=self.env._(
                "%(leader)s signed up a group for “%(team)s”.",
                leader=self.user_id.name,
                team=self.team_id.name,
            ),
            user_id=officer.id or self.env.uid,
        )

    def _import_batch_sudo(self, rows):
        """Create and update the volunteers of some rows.

        :return: ``{counter field: rows}``
        """
        new, known, problems, skipped = [], [], [], 0
        headings = self._get_headings()
        for row, match in zip(rows, self._match_rows_sudo(rows), strict=True):
            if match.problem:
                target, code, value = match.problem
                heading = headings.get(target, "")
                secret = self._is_secret(match.problem)
                problems.append((row.row, heading, code, value, secret))
            elif not match.volunteer_id:
                new.append((row, match))
            elif self.purpose == "group":
                problems.append((row.row, "", "known", "", True))
            elif self.on_match == "skip":
                skipped += 1
            else:
                known.append((row, match))
        created = self._try_rows_sudo(self._create_rows_sudo, new, problems)
        updated = self._try_rows_sudo(self._update_rows_sudo, known, problems)
        self._write_problems_sudo(problems)
        return {
            "created_count": created,
            "updated_count": updated,
            "skipped_count": skipped,
            "failed_count": sum(not problem[-1] for problem in problems),
        }

    def _prepare_refusal(self, row, error):
        # Why a row clashes would tell a leader who is known here.
        *problem, _secret = super()._prepare_refusal(row, error)
        return (*problem, self.purpose == "group")
