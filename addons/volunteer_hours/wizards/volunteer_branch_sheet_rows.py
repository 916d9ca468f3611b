import json

from odoo import fields, models
from odoo.tools import SQL

from ..tools.branch_sheet import add_up, sum_branches


class VolunteerBranchSheet(models.TransientModel):
    """How the rows of a branch sheet are made: a constant number of queries."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.branch.sheet"  # pylint: disable=consider-merging-classes-inherited

    def _make(self):
        branches = self._check_may_see()
        self._forget()
        companies = self.env["res.company"].sudo()
        below = companies.search([("id", "child_of", self.company_id.ids)])
        rows = branches._get_sheet_rows_sudo(
            self.company_id,
            below & self.env.companies.sudo(),
            self.date_from,
            self.date_to,
        )
        self._add_rows_sudo("volunteer.branch.sheet.line", rows)
        self._add_rows_sudo(
            "volunteer.branch.sheet.sum", self._get_sums(branches, rows)
        )
        self.is_made = True

    def _get_sums(self, branches, rows):
        """Return the sums of branches in their order, and of everybody once."""
        shown = set(branches.ids)
        above = {
            branch.id: [
                int(part)
                for part in branch.parent_path.split("/")
                if part and int(part) in shown
            ]
            for branch in branches
        }
        sums = sum_branches(rows, above)
        found = [
            {"branch_id": branch.id, "name": branch.name, **sums[branch.id]}
            for branch in branches.sorted("parent_path")
            if branch.id in sums
        ]
        return [
            *found,
            {
                "branch_id": None,
                "name": self.env._("Everybody, counted once"),
                "is_total": True,
                **add_up(rows),
            },
        ]

    def _add_rows_sudo(self, model, rows):
        """Add rows of the sheet in one statement, whatever their number."""
        Row = self.env[model]
        self.flush_recordset()
        rows = [
            {
                "sequence": number,
                **row,
                "hours_proven": f"{row['minutes_proven'] / 60:.2f}",
                "hours_claimed": f"{row['minutes_claimed'] / 60:.2f}",
            }
            for number, row in enumerate(rows, 1)
        ]
        if not rows:
            return
        names = list(rows[0] | rows[-1])
        columns = SQL(", ").join(map(SQL.identifier, names))
        types = SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL(Row._fields[name].column_type[0]))
            for name in names
        )
        self.env.execute_query(
            SQL(
                """
                INSERT INTO %(table)s (sheet_id, create_uid, create_date, %(columns)s)
                SELECT %(sheet)s, %(user)s, %(now)s, %(columns)s
                  FROM jsonb_to_recordset(%(rows)s::jsonb) AS given(%(types)s)
                RETURNING id
                """,
                table=SQL.identifier(Row._table),
                columns=columns,
                sheet=self.id,
                user=self.env.uid,
                now=fields.Datetime.now(),
                rows=json.dumps(rows, default=str),
                types=types,
            )
        )
        Row.invalidate_model()
        self.invalidate_recordset(["line_ids", "sum_ids"])
