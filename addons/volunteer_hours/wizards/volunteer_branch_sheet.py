from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

OFFICE = ("volunteer_base.group_officer", "volunteer_hours.group_hr")
#: What the rows depend on.
ASKED = {"company_id", "branch_id", "period", "year", "number"}


class VolunteerBranchSheet(models.TransientModel):
    """Members of party and league branches in a period, for 民主评议 and 述职.

    Rows are made when they are asked for, seen by who asked only, and forgotten soon:
    they tell a political status.
    """

    _name = "volunteer.branch.sheet"
    _description = "Branch Sheet"
    _inherit = ["volunteer.period.mixin"]
    _rec_name = "title"

    branch_id = fields.Many2one(
        "volunteer.branch",
        string="Party or League Branch",
        ondelete="cascade",
        help="With the branches below it; empty: all that you see.",
    )
    date_from = fields.Date(string="From", compute="_compute_dates")
    date_to = fields.Date(string="Until", compute="_compute_dates")
    title = fields.Char(compute="_compute_title")
    is_made = fields.Boolean(readonly=True)
    sum_ids = fields.One2many(
        "volunteer.branch.sheet.sum", "sheet_id", string="Branches", readonly=True
    )
    line_ids = fields.One2many(
        "volunteer.branch.sheet.line", "sheet_id", string="Members", readonly=True
    )

    @api.depends("company_id", "period", "year", "number")
    def _compute_dates(self):
        for sheet in self:
            found = sheet._get_period()
            sheet.date_from = found and found.date_from
            sheet.date_to = found and found.date_to

    @api.depends("period", "year", "number", "branch_id")
    def _compute_title(self):
        for sheet in self:
            sheet.title = self.env._(
                "%(branch)s · %(period)s",
                branch=sheet.branch_id.name or self.env._("Party and league branches"),
                period=sheet._get_period_name(),
            )

    @api.constrains("year")
    def _check_year(self):
        """:raise ValidationError: no year of our times"""
        for sheet in self:
            if not 1990 <= sheet.year <= 2100:
                raise ValidationError(self.env._("A year has four digits."))

    def write(self, vals):
        # What was asked for has changed: rows of something else do not stay below it.
        if ASKED & vals.keys():
            self._forget()
        return super().write(vals)

    def _forget(self):
        made = self.filtered("is_made")
        made.sudo().line_ids.unlink()
        made.sudo().sum_ids.unlink()
        made.is_made = False

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def action_show(self):
        """Make the rows anew and show them.

        :raise AccessError: neither of the volunteer office nor of HR, and in charge of
            no branch
        :raise UserError: there is no branch to show
        """
        self.ensure_one()
        self._make()
        return True

    def action_open_members(self):
        """Open the members as a list that can be filtered and grouped.

        :raise AccessError: as of :meth:`action_show`
        """
        self.ensure_one()
        self._make_once()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_branch_sheet_line_action"
        )
        return {
            **action,
            "name": self.title,
            "domain": [("sheet_id", "=", self.id)],
        }

    def action_download(self):
        """Download the members as .xlsx, always with the same columns.

        :raise AccessError: as of :meth:`action_show`
        """
        self.ensure_one()
        self._make_once()
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/branch-sheet/{self.id}.xlsx",
            "target": "download",
        }

    def action_print(self):
        """Print the sums and the members of each branch.

        :raise AccessError: as of :meth:`action_show`
        """
        self.ensure_one()
        self._make_once()
        report = self.env.ref("volunteer_hours.volunteer_branch_sheet_report")
        return report.report_action(self)

    def _make_once(self):
        if self.is_made:
            self._check_may_see()
        else:
            self._make()

    def _check_may_see(self):
        """Return the branches that the user may see, those asked for.

        :raise AccessError: neither office nor HR nor in charge of a branch asked for,
            or another unit
        :raise UserError: there is no branch
        """
        self.check_access("read")
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("Please switch to this unit first."))
        domain = Domain.TRUE
        if self.branch_id:
            domain = Domain("id", "child_of", self.branch_id.ids)
        # The rules decide: secretaries have the own branches and those below.
        branches = self.env["volunteer.branch"].search(domain)
        if not branches and not any(map(self.env.user.has_group, OFFICE)):
            raise AccessError(
                self.env._(
                    "Sheets of branches are for the volunteer office, Human Resources "
                    "and the secretaries of the branch."
                )
            )
        if not branches:
            raise UserError(
                self.env._("There is no branch yet. Create party and league branches.")
            )
        return branches
