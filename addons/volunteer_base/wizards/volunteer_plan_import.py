from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.plan_file import COLUMNS, read_plan
from ..tools.plan_period import months_text, parse_period


class VolunteerPlanImport(models.TransientModel):
    """Import the lines of a plan from the form that hospitals keep in a spreadsheet."""

    _name = "volunteer.plan.import"
    _description = "Import of Plan Lines"
    _inherit = ["volunteer.table.wizard.mixin"]

    # A plan is looked at whole.
    _rows_shown = 200

    plan_id = fields.Many2one(
        "volunteer.plan",
        required=True,
        ondelete="cascade",
        default=lambda self: self._default_plan_id(),
    )
    line_count = fields.Integer(related="plan_id.line_count")
    replace = fields.Boolean(
        string="Replace the present lines",
        help="Lines that have a project already cannot be replaced.",
    )

    @api.model
    def _default_plan_id(self):
        if self.env.context.get("active_model") == "volunteer.plan":
            return self.env.context.get("active_id")
        return False

    def action_import(self):
        """Create all lines of the file, or none.

        :raise AccessError: the user may not write the plan
        :raise UserError: names row and column of everything that is wrong
        """
        self.ensure_one()
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office imports plans."))
        plan = self.plan_id
        plan.check_access("write")
        if plan.state != "draft":
            raise UserError(self.env._("Lines are imported into draft plans only."))
        rows = self._check_rows()
        if plan.line_ids:
            self._remove_present_lines()
        self.env["volunteer.plan.line"].create(
            [
                {
                    "plan_id": plan.id,
                    "sequence": row.sequence,
                    "name": row.name,
                    "population": row.population,
                    "content": row.content,
                    "period": row.period,
                }
                for row in rows
            ]
        )
        plan.message_post(
            body=self.env._(
                "%(count)s lines were imported from “%(file)s”.",
                count=len(rows),
                file=self.filename or "",
            )
        )
        return {"type": "ir.actions.act_window_close"}

    def _remove_present_lines(self):
        lines = self.plan_id.line_ids
        if not self.replace:
            raise UserError(
                self.env._(
                    "This plan has %(count)s lines already. Tick “Replace the present "
                    "lines” if the file should take their place.",
                    count=len(lines),
                )
            )
        with_project = lines.filtered("project_id")
        if with_project:
            raise UserError(
                self.env._(
                    "These lines have a project already and cannot be replaced: "
                    "%(lines)s.",
                    lines=[f"{line.sequence} {line.name}" for line in with_project],
                )
            )
        lines.unlink()

    def _read_file(self, content, filename):
        return read_plan(content, filename)

    def _describe_error(self, error):
        columns = list(COLUMNS)
        values = {
            "row": error.row,
            "column": error.column,
            "value": error.value,
            "columns": "、".join(columns),
        }
        sentences = {
            "empty": self.env._("The file has no rows below the header."),
            "too_large": self.env._("The file is too large for a plan."),
            "too_many_rows": self.env._(
                "Row %(row)s: the file has too many rows.", **values
            ),
            "too_many_columns": self.env._(
                "Row %(row)s, column %(column)s: there are more cells than headings "
                "(“%(value)s”). Put texts with a comma in quotation marks.",
                **values,
            ),
            "xls": self.env._(
                "This is an old or password-protected Excel file. "
                "Please save it as .xlsx."
            ),
            "not_a_table": self.env._(
                "The file cannot be read. Please upload a .csv or .xlsx file."
            ),
            "encoding": self.env._(
                "Row %(row)s, column %(column)s: the text cannot be read. Please save "
                "the file as UTF-8 or GBK.",
                **values,
            ),
            "quotes": self.env._(
                "Row %(row)s: a quotation mark is opened and never closed.", **values
            ),
            "too_long": self.env._(
                "Row %(row)s, column %(column)s: the text is too long for a cell.",
                **values,
            ),
            "header_missing": self.env._(
                "Row %(row)s: the column “%(column)s” is missing. The header reads: "
                "%(columns)s.",
                **values,
            ),
            "header_unknown": self.env._(
                "Row %(row)s, column %(column)s: “%(value)s” is not a heading of the "
                "plan form. The header reads: %(columns)s.",
                **values,
            ),
            "header_duplicate": self.env._(
                "Row %(row)s: the column “%(column)s” stands twice.", **values
            ),
            "missing_cell": self.env._(
                "Row %(row)s, column “%(column)s”: the row ends before this column.",
                **values,
            ),
            "blank": self.env._(
                "Row %(row)s, column “%(column)s”: this cell must not be empty.",
                **values,
            ),
            "not_integer": self.env._(
                "Row %(row)s, column “%(column)s”: “%(value)s” is not a whole number "
                "from 1.",
                **values,
            ),
            "duplicate": self.env._(
                "Row %(row)s, column “%(column)s”: the number %(value)s stands twice.",
                **values,
            ),
        }
        return sentences[error.code]

    def _get_preview_table(self, rows):
        return [*COLUMNS, self.env._("Months")], [
            (
                row.sequence,
                row.name,
                row.population,
                row.content,
                row.period,
                self._preview_months(row.period),
            )
            for row in rows
        ]

    def _preview_months(self, text):
        period = parse_period(text)
        return (
            self.env._("On demand") if period.on_demand else months_text(period.months)
        )
