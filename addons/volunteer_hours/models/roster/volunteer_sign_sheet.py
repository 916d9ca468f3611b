import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS

from odoo.addons.volunteer_base.tools.upload import UploadError, check_file

from ...tools.sheet_code import write_code

MAX_MEGABYTES = 20
#: Rows that fit on a sheet of paper, and how many stay free for people without sign-up.
ROWS_A_SHEET = 15
SPARE_ROWS = 5


class VolunteerSignSheet(models.Model):
    """A signed sheet of paper that was typed in: the proof behind its hours."""

    _name = "volunteer.sign.sheet"
    _description = "Signed Sheet"
    _inherit = ["volunteer.guard.mixin"]
    _order = "id desc"
    _rec_name = "activity_id"

    activity_id = fields.Many2one(
        "volunteer.activity",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    scan = fields.Binary(required=True, readonly=True, attachment=True)
    filename = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Typed in by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime(
        string="Typed in on",
        required=True,
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )
    signup_ids = fields.One2many(
        "volunteer.signup", "sheet_id", string="People", readonly=True
    )
    person_count = fields.Integer(
        string="People on It", readonly=True, help="Present or absent by this sheet."
    )

    @api.model
    def _get_guarded_fields(self):
        return tuple(
            name
            for name, field in self._fields.items()
            if (field.store or name == "scan") and name not in MAGIC_COLUMNS
        )

    @api.model
    def _check_scan(self, name, data):
        """Return name and content of a scan that may be kept.

        :param bytes data: base64
        :raise UserError: there is none, it is too large, or no PDF or picture
        """
        if not data:
            raise UserError(
                self.env._("Please add the scan or a photo of the signed sheet.")
            )
        try:
            content = base64.b64decode(data, validate=True)
            name, content, _mimetype = check_file(
                name or "", content, MAX_MEGABYTES * 2**20
            )
        except binascii.Error as error:
            raise UserError(self.env._("This file cannot be read.")) from error
        except UploadError as error:
            if error.reason == "size":
                raise UserError(
                    self.env._(
                        "A scan has %(size)s MB at most. Please scan in lower quality.",
                        size=MAX_MEGABYTES,
                    )
                ) from error
            raise UserError(
                self.env._("A scan is a PDF, a JPEG or a PNG file.")
            ) from error
        return name, base64.b64encode(content)


class VolunteerSignup(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    sheet_id = fields.Many2one(
        "volunteer.sign.sheet",
        string="Signed Sheet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "sheet_id")


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    sign_sheet_ids = fields.One2many(
        "volunteer.sign.sheet", "activity_id", string="Signed Sheets", readonly=True
    )
    sign_sheet_count = fields.Integer(compute="_compute_sign_sheet_count")

    @api.depends("sign_sheet_ids")
    def _compute_sign_sheet_count(self):
        counts = dict(
            self.env["volunteer.sign.sheet"]
            .sudo()
            ._read_group(
                [("activity_id", "in", self.ids)], ["activity_id"], ["__count"]
            )
        )
        for activity in self:
            activity.sign_sheet_count = counts.get(activity.sudo(), 0)

    def action_open_sign_sheets(self):
        """Open the signed sheets that were typed in for this activity."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "volunteer.sign.sheet",
            "view_mode": "list,form",
            "domain": [("activity_id", "=", self.id)],
            "name": self.env._("Signed Sheets"),
        }

    def _get_sheet_code(self):
        """Return the code by which a sheet is found again when it is typed in."""
        self.ensure_one()
        return write_code(self.id)

    def _get_sheet_pages(self):
        """Return the rows of the sign-in sheet in sheets of paper.

        :return: lists of ``(number, name, volunteer number, post)``; the last ones
            without a name, for people who come without having signed up
        """
        self.ensure_one()
        self._check_leading()
        signups = (
            self.sudo()
            .signup_ids.filtered(
                lambda signup: signup.state in ("confirmed", "attended", "absent")
            )
            .sorted(lambda signup: (signup.slot_id.id, signup.volunteer_id.code or ""))
        )
        rows = [
            (signup.volunteer_id.name, signup.volunteer_id.code, signup.post_id.name)
            for signup in signups
        ]
        rows += [("", "", "")] * (SPARE_ROWS + -(len(rows) + SPARE_ROWS) % ROWS_A_SHEET)
        numbered = [(number, *row) for number, row in enumerate(rows, 1)]
        return [
            numbered[start : start + ROWS_A_SHEET]
            for start in range(0, len(numbered), ROWS_A_SHEET)
        ]
