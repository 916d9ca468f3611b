from odoo import models

from ...tools.paper import paginate_table
from ...tools.plan_sheet import write_plan

#: Widths of the columns on paper, in per cent.
SHARES = (6, 19, 19, 42, 14)
WIDE_SHARES = (5, 14, 13, 25, 11, 9, 8, 8, 7)
#: Millimetres: a sheet inside its margins, less title, header, foot and seal.
SHEET_WIDTH, SHEET_ROWS, SEAL = 255, 128, 26


class VolunteerPlan(models.Model):
    """The plan as the table that is handed in, printed for the seal or as a file."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.plan"  # pylint: disable=consider-merging-classes-inherited

    def _get_paper_title(self):
        self.ensure_one()
        return self.env._(
            "%(company)s: Service Activities of %(year)s",
            company=self.sudo().company_id.name,
            year=self.year,
        )

    def _get_paper_headings(self, wide=False):
        """Return the five columns of the form, and those of the wide one."""
        headings = [
            self.env._("No."),
            self.env._("Volunteer Project"),
            self.env._("Whom It Serves"),
            self.env._("Content of Service"),
            self.env._("Time of Activity"),
        ]
        if wide:
            headings += [
                self.env._("Department in Charge"),
                self.env._("Owner"),
                self.env._("Due"),
                self.env._("Completion"),
            ]
        return headings

    def _get_paper_rows(self, wide=False):
        """Return the cells of each line, under the headings above."""
        self.ensure_one()
        progress = dict(
            self.env["volunteer.plan.line"]
            ._fields["task_state"]
            ._description_selection(self.env)
        )
        rows = []
        for number, line in enumerate(self.line_ids, start=1):
            cells = [
                line.sequence or number,
                line.name,
                line.population,
                line.content,
                line.period,
            ]
            if wide:
                owner = line.sudo().user_id
                team = line.sudo().project_id.team_id
                cells += [
                    team.department_id.name or team.name,
                    owner.name,
                    line.date_due and str(line.date_due),
                    progress[line.task_state],
                ]
            rows.append(cells)
        return rows

    def _get_paper_pages(self, wide=False):
        """Return the widths of the columns and the rows of each page."""
        shares = WIDE_SHARES if wide else SHARES
        pages = paginate_table(
            self._get_paper_rows(wide),
            shares,
            width=SHEET_WIDTH,
            height=SHEET_ROWS,
            tail=SEAL,
        )
        return shares, pages

    def _write_sheet(self, target, wide=False):
        """Write the plan as .xlsx into a binary file."""
        self.check_access("read")
        write_plan(
            target,
            self._get_paper_title(),
            self._get_paper_headings(wide),
            self._get_paper_rows(wide),
        )

    def action_download_sheet(self):
        """Download the five-column table as .xlsx.

        :raise AccessError: the user does not read this plan
        """
        return self._download_sheet()

    def action_download_wide_sheet(self):
        """Download the table with who does what until when, as .xlsx.

        :raise AccessError: the user does not read this plan
        """
        return self._download_sheet("?wide=1")

    def _download_sheet(self, query=""):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/plan/{self.id}/sheet{query}",
            "target": "self",
        }
