from odoo import models
from odoo.exceptions import UserError


class VolunteerHourImport(models.Model):
    """Making the lines: drafts, a thousand in one transaction."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.import"  # pylint: disable=consider-merging-classes-inherited

    def _import_batch_sudo(self, rows):
        headings = self._get_headings()
        pairs, problems, skipped = [], [], 0
        found = self._find_rows_sudo(rows, self._begin_memory())
        for row, draft in zip(rows, found, strict=True):
            if draft.problem:
                target, code, value = draft.problem
                heading = headings.get(target, "")
                problems.append((row.row, heading, code, value, draft.known))
                skipped += draft.known
            else:
                pairs.append((row, draft))
        created = self._try_rows_sudo(self._create_lines_sudo, pairs, problems)
        self._write_problems_sudo(problems)
        return {
            "created_count": created,
            "skipped_count": skipped,
            "failed_count": sum(not problem[-1] for problem in problems),
        }

    def _create_lines_sudo(self, pairs):
        self.env["volunteer.hour"].create([draft.vals for _row, draft in pairs])
        # Collisions are this row's, not the next batch's.
        self.env.flush_all()

    def action_run(self):
        """Import checked files: up to 500 rows at once, more in the background.

        :raise AccessError: not of the volunteer office
        :raise UserError: not checked, nothing new in it, or mistakes that were neither
            corrected nor left out on purpose
        """
        if any(
            imported.state == "checked" and not imported.new_count for imported in self
        ):
            raise UserError(self.env._("There is nothing new in this file."))
        fresh = self.filtered(lambda imported: not imported.last_row)
        result = super().action_run()
        # Rows that were known when checked are not looked at again.
        for imported in fresh.sudo():
            imported.skipped_count += imported.known_count
        return result
