import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.upload import UploadError, check_file

MAX_RECEIPT = 5 * 1024 * 1024
MAX_COMMUNITY = 100
# People move rarely; what is more is entered by the office.
MAX_OWN_REPORTS = 3


class VolunteerVolunteer(models.Model):
    """The branch of a volunteer, and the communities where they reported."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    # Tells a political status, which is the person's and the office's business.
    branch_id = fields.Many2one(
        "volunteer.branch",
        string="Party or League Branch",
        index="btree_not_null",
        ondelete="restrict",
        groups="volunteer_base.group_officer",
    )
    community_report_ids = fields.One2many(
        "volunteer.community.report",
        "volunteer_id",
        string="Reports to a Community",
        groups="volunteer_base.group_officer",
    )

    @api.constrains("branch_id", "company_ids")
    def _check_branch_unit(self):
        for volunteer in self:
            branch = volunteer.branch_id
            if branch and not volunteer._serve_below(branch.company_id):
                raise ValidationError(
                    self.env._(
                        "Members of “%(branch)s” must serve in its unit.",
                        branch=branch.name,
                    )
                )

    def action_report_community(
        self, community, date=None, receipt=None, receipt_name=None
    ):
        """Note that a person reported for service to the community they live in.

        The same report sent twice is kept once.

        :param str community: name of the community
        :param date: day of the report, as a date or ``YYYY-MM-DD``; today if left out
        :param receipt: PDF, JPEG or PNG in base64, at most 5 MB
        :param str receipt_name: name of that file
        :return: the ``volunteer.community.report``
        :raise AccessError: neither the person nor the volunteer office
        :raise UserError: no community, a day that is none, a file that is none of
            these, or more than three reports of one's own within a year
        """
        self.ensure_one()
        if self.user_id != self.env.user:
            self._check_officer()
        community = community.strip() if isinstance(community, str) else ""
        if not community or len(community) > MAX_COMMUNITY:
            raise UserError(self.env._("Enter the name of the community."))
        try:
            day = fields.Date.to_date(date) or fields.Date.context_today(self)
        except ValueError as error:
            raise UserError(self.env._("Enter the day as in 2026-03-05.")) from error
        Report = self.env["volunteer.community.report"].sudo()
        vals = {"volunteer_id": self.id, "community": community, "date": day}
        known = Report.search(
            [(name, "=", value) for name, value in vals.items()], limit=1
        )
        if receipt:
            name, content = self._check_receipt(receipt, receipt_name)
            vals |= {"receipt": base64.b64encode(content), "receipt_name": name}
        if not known and not self.env.user.has_group("volunteer_base.group_officer"):
            self._check_own_reports_sudo()
        if known:
            known.write(vals)
            return known.with_env(self.env)
        return Report.create(vals).with_env(self.env)

    def _check_own_reports_sudo(self):
        """:raise UserError: this person has sent enough within a year"""
        year = fields.Datetime.subtract(fields.Datetime.now(), years=1)
        sent = (
            self.env["volunteer.community.report"]
            .sudo()
            .search_count([("volunteer_id", "=", self.id), ("create_date", ">=", year)])
        )
        if sent >= MAX_OWN_REPORTS:
            raise UserError(
                self.env._(
                    "You have sent %(count)s reports within a year. Ask the volunteer "
                    "office to enter another one.",
                    count=sent,
                )
            )

    @api.model
    def _check_receipt(self, receipt, name):
        """Return ``(name, content)`` of a receipt.

        :raise UserError: too large, or neither PDF, JPEG nor PNG
        """
        try:
            # Four characters hold three bytes: what is too long is not even decoded.
            if len(receipt) > MAX_RECEIPT * 4 // 3 + 4:
                raise UploadError("size")
            content = base64.b64decode(receipt, validate=True)
            return check_file(name, content, MAX_RECEIPT)[:2]
        except (UploadError, binascii.Error, TypeError, ValueError) as error:
            raise UserError(
                self.env._("The receipt must be a PDF, JPEG or PNG of at most 5 MB.")
            ) from error
