from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.token import is_token, new_token
from odoo.addons.volunteer_base.tools.upload import UploadError, check_file

from ...tools.filing import safe_name
from .volunteer_report_filing import OWED

PAGE = "/volunteer/desk"
#: Bytes of what a unit hands in.
MOST_BYTES = 10 * 1024 * 1024
_ZIP = b"PK\x03\x04"
OFFICE_ENDINGS = (".xlsx", ".docx")


class VolunteerReportingUnit(models.Model):
    """A page of its own, without login, where a unit fetches forms and hands in.

    Its address is the key; a new one takes the place of one that got around.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.reporting.unit"  # pylint: disable=consider-merging-classes-inherited

    token = fields.Char(
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    desk_url = fields.Char(
        string="Page to Hand In",
        compute="_compute_desk_url",
        groups="volunteer_base.group_officer",
        help="Without login: whoever has the address hands in for this unit. It stands "
        "in the reminders.",
    )

    _token_unique = models.UniqueIndex("(token)")

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "token")

    @api.model
    def _complete_create_vals(self, vals_list):
        vals_list = super()._complete_create_vals(vals_list)
        for vals in vals_list:
            vals["token"] = new_token()
        return vals_list

    @api.depends("token")
    def _compute_desk_url(self):
        for unit in self:
            token = unit.sudo().token
            unit.desk_url = token and f"{unit.get_base_url()}{PAGE}/{token}"

    def action_new_link(self):
        """Give these units new addresses; the former ones end at once.

        :raise AccessError: not of the volunteer office
        """
        self.check_access("write")
        for unit in self.sudo():
            unit.token = new_token()
        return True

    @api.model
    def _find_sudo(self, token):
        """Return the unit whose page an address shows, or none.

        :param str token: as it came with the request
        """
        if not is_token(token):
            return self.sudo().browse()
        return self.sudo().search([("token", "=", token)])

    def _get_page_rows_sudo(self):
        """Return what the page shows: what is owed, then what was handed in lately."""
        self.ensure_one()
        Filing = self.env["volunteer.report.filing"].sudo()
        mine = [("unit_id", "=", self.id)]
        owed = Filing.search(
            [*mine, ("state", "in", OWED)], order="due_on, id", limit=100
        )
        done = Filing.search(
            [*mine, ("state", "not in", OWED)], order="filed_on desc, id desc", limit=10
        )
        return owed, done


class VolunteerReportFiling(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.report.filing"  # pylint: disable=consider-merging-classes-inherited

    def _is_open_on_page(self):
        """Return whether the unit hands this in by a file."""
        self.ensure_one()
        linked = self.kind == "monthly" and self.unit_id.reporting_company_id
        return self.state in OWED and not linked

    def _hand_in_file_sudo(self, name, data):
        """Hand in a file that came from the unit's page.

        :param str name: of the file, as the browser sent it
        :param bytes data: its content
        :raise UserError: what is wrong with the file, or it was handed in already
        """
        self.ensure_one()
        if not self._is_open_on_page():
            raise UserError(self.env._("This was handed in already."))
        if not data:
            raise UserError(self.env._("Please choose a file first."))
        vals = {}
        if self.kind == "monthly":
            name = safe_name(name)
            form, problems = self._read_form(data, name)
            problems = problems or self._compare_form(form)
            if problems:
                raise UserError("\n".join(problems))
            vals["figures"] = self._prepare_figures(form)
        else:
            name = self._check_page_file(name, data)
        self.write({**vals, "file": self._encode_file(data), "filename": name})
        self._hand_in_sudo()

    @api.model
    def _check_page_file(self, name, data):
        """Return a safe name for a file.

        :raise UserError: too large, or of a kind that is not taken
        """
        ending = next((one for one in OFFICE_ENDINGS if name.lower().endswith(one)), "")
        if ending and data.startswith(_ZIP) and len(data) <= MOST_BYTES:
            return safe_name(name[: -len(ending)]) + ending
        try:
            return check_file(name, data, MOST_BYTES)[0]
        except UploadError as error:
            if error.reason == "size":
                message = self.env._("The file is larger than 10 MB.")
            else:
                message = self.env._(
                    "Only .xlsx, .docx, PDF, JPEG and PNG files are taken."
                )
            raise UserError(message) from error

    def _prepare_mail_row(self):
        unit = self.unit_id
        url = unit.desk_url if self._is_open_on_page() else False
        return {**super()._prepare_mail_row(), "url": url}
