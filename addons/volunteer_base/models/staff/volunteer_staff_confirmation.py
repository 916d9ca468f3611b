import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.upload import UploadError, check_file

#: With room for a signature each.
ROWS_A_SHEET = 15
MAX_MEGABYTES = 20


class VolunteerStaffConfirmation(models.Model):
    """A list that staff signed on paper: proof of the consent of all who are on it."""

    _name = "volunteer.staff.confirmation"
    _description = "Signed List of Staff"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _guarded_fields = ("state",)

    name = fields.Char(
        string="Title",
        required=True,
        default=lambda self: self.env._("Signed list of staff"),
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    date = fields.Date(
        string="Signed on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        help="Fills the list with everybody of these departments who has not answered.",
    )
    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        string="People on the List",
        default=lambda self: self._default_volunteer_ids(),
    )
    volunteer_count = fields.Integer(
        string="People", compute="_compute_volunteer_count"
    )
    file = fields.Binary(string="Scan", attachment=True, copy=False)
    filename = fields.Char(string="File Name", copy=False)
    state = fields.Selection(
        [("draft", "To be signed"), ("done", "Confirmed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )

    @api.model
    def _default_volunteer_ids(self):
        if self.env.context.get("active_model") != "volunteer.volunteer":
            return False
        return self._filter_waiting(
            self.env["volunteer.volunteer"].browse(
                self.env.context.get("active_ids") or []
            )
        )

    @api.model
    def _filter_waiting(self, volunteers):
        return volunteers.filtered(
            lambda volunteer: (
                volunteer.confirmation == "pending" and volunteer.state == "applied"
            )
        )

    @api.depends("volunteer_ids")
    def _compute_volunteer_count(self):
        for signed_list in self:
            signed_list.volunteer_count = len(signed_list.volunteer_ids)

    @api.onchange("department_ids")
    def _onchange_department_ids(self):
        if self.department_ids:
            self.volunteer_ids = [(6, 0, self._find_waiting().ids)]

    def _find_waiting(self):
        """Return who of the departments, and those below, has not answered."""
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("department_id", "child_of", self.department_ids.ids),
                    ("volunteer_id", "!=", False),
                ]
            )
        )
        return self.env["volunteer.volunteer"].search(
            [
                ("employee_ids", "in", employees.ids),
                ("company_ids", "in", self.company_id.ids),
                ("confirmation", "=", "pending"),
                ("state", "=", "applied"),
            ]
        )

    @api.constrains("file", "filename")
    def _check_file(self):
        for signed_list in self:
            signed_list._read_scan()

    def _read_scan(self):
        """Return ``(name, content)`` of the scan; empty where there is none.

        :raise ValidationError: too large, or neither PDF, JPEG nor PNG
        """
        self.ensure_one()
        file = self.with_context(bin_size=False).file
        if not file:
            return "", b""
        try:
            name, content, _mimetype = check_file(
                self.filename or self.name,
                base64.b64decode(file),
                MAX_MEGABYTES * 2**20,
            )
        except UploadError as error:
            raise ValidationError(
                self.env._(
                    "A scan is a PDF, JPEG or PNG file of up to %(size)s MB.",
                    size=MAX_MEGABYTES,
                )
            ) from error
        return name, content

    def write(self, vals):
        if vals and not self.env.su and any(record.state == "done" for record in self):
            raise UserError(self.env._("A confirmed list stays as it was signed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(signed_list.state == "done" for signed_list in self):
            raise UserError(self.env._("A confirmed list stays as it was signed."))

    def action_confirm(self):
        """Register everybody on these lists, with the scan as proof of their consent.

        :raise AccessError: not of the volunteer office
        :raise UserError: no scan, a day to come, nobody on the list, or somebody who
            has answered already
        """
        self._check_officer()
        for signed_list in self:
            signed_list._check_confirmable()
            name, content = signed_list._read_scan()
            # A row of its own, for who may read acceptances; the store of files keeps
            # the same content once.
            attachment = self.env["ir.attachment"].sudo()
            attachment = attachment.create(
                {
                    "name": name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": signed_list.id,
                }
            )
            # Who has answered on the screen meanwhile needs no second answer.
            self._filter_waiting(signed_list.volunteer_ids)._confirm_staff_sudo(
                "list", signed_list.date, signed_list, attachment
            )
        self.sudo().write({"state": "done"})
        return True

    def _check_confirmable(self):
        self.volunteer_ids.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("This list is confirmed already."))
        if not self.file:
            raise UserError(self.env._("Upload the scan of the signed list first."))
        if self.date > fields.Date.context_today(self):
            raise UserError(self.env._("The list cannot be signed in the future."))
        if not self.volunteer_ids:
            raise UserError(self.env._("Choose the people who signed."))
        waiting = self._filter_waiting(self.volunteer_ids)
        others = (self.volunteer_ids - waiting).filtered(
            lambda volunteer: volunteer.confirmation != "confirmed"
        )
        if others or not waiting:
            raise UserError(
                self.env._(
                    "These people are not waiting for a confirmation: %(names)s.",
                    names=(others or self.volunteer_ids).mapped("name"),
                )
            )

    def _get_signing_rows(self):
        """Return ``(number, name, volunteer no., department)`` a person, for print."""
        people = self.volunteer_ids.sudo().sorted("code")
        return [
            (number, person.name, person.code, person.employee_id.department_id.name)
            for number, person in enumerate(people, 1)
        ]

    def _get_signing_pages(self):
        """Return the rows of the list in sheets of paper."""
        rows = self._get_signing_rows()
        return [
            rows[start : start + ROWS_A_SHEET]
            for start in range(0, len(rows), ROWS_A_SHEET)
        ]

    def _get_paper_titles(self):
        """Return the titles of the texts that staff of this unit accept by signing."""
        in_force = self.env["volunteer.document"]._get_in_force_sudo(self.company_id)
        return [
            document.name
            for document in in_force[self.company_id].sorted()
            if document.required and document._is_for("staff")
        ]
