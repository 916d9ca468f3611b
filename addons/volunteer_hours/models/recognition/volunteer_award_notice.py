from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.token import new_token


class VolunteerAwardNotice(models.Model):
    """Honours shown to the public before they are granted."""

    _name = "volunteer.award.notice"
    _description = "Publication of Honours"
    _inherit = ["volunteer.guard.mixin", "volunteer.office.todo.mixin"]
    _order = "id desc"

    _guarded_fields = ("state", "company_id", "token", "published_on", "closes_on")

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [("published", "Published"), ("closed", "Closed")],
        required=True,
        default="published",
        readonly=True,
        index=True,
        tracking=True,
    )
    token = fields.Char(readonly=True, required=True, copy=False)
    url = fields.Char(string="Public Page", compute="_compute_url")
    published_on = fields.Date(readonly=True, required=True)
    closes_on = fields.Date(
        string="Shown until",
        readonly=True,
        required=True,
        help="From this day on, the honours may be granted.",
    )
    award_ids = fields.One2many("volunteer.award", "notice_id", string="Honours")
    award_count = fields.Integer(
        string="Number of Honours", compute="_compute_award_count"
    )

    _token_unique = models.UniqueIndex("(token)", "This page exists already.")

    @api.depends("token")
    def _compute_url(self):
        base = self[:1].get_base_url()
        for notice in self:
            notice.url = f"{base}/volunteer/honours/{notice.token}"

    @api.depends("award_ids")
    def _compute_award_count(self):
        counts = dict(
            self.env["volunteer.award"]._read_group(
                [("notice_id", "in", self.ids)], ["notice_id"], ["__count"]
            )
        )
        for notice in self:
            notice.award_count = counts.get(notice, 0)

    @api.model
    def _publish_sudo(self, awards):
        """Show confirmed honours; the caller has checked rights and states.

        :param awards: of any units, as superuser
        :return: the publications, one a unit
        """
        notices = self.sudo().browse()
        working_days = self.env["res.company"]._get_volunteer_working_days_sudo()
        for company, group in awards.grouped("company_id").items():
            today = company._get_volunteer_today()
            notice = self.sudo().search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "published"),
                    ("published_on", "=", today),
                ],
                limit=1,
            )
            if not notice:
                notice = self.sudo().create(
                    {
                        "name": self.env._("Honours, shown from %(date)s", date=today),
                        "company_id": company.id,
                        "token": new_token(),
                        "published_on": today,
                        "closes_on": working_days.add(
                            today, company.volunteer_award_days
                        ),
                    }
                )
            group._decide_sudo("published", notice_id=notice.id)
            notices |= notice
        for day, group in notices.grouped("closes_on").items():
            group._todo_for_office_sudo(
                "honours_shown",
                lambda env: env._("Grant the honours whose days are over"),
                date=day,
            )
        return notices

    def _conclude_sudo(self):
        """Close publications of which nothing waits to be granted any more."""
        waiting = (
            self.env["volunteer.award"]
            .sudo()
            .search([("notice_id", "in", self.ids), ("state", "=", "published")])
        )
        done = (self - waiting.notice_id).filtered(
            lambda notice: notice.state == "published"
        )
        done.write({"state": "closed"})
        done._end_office_todos_sudo("honours_shown")

    def action_open_page(self):
        """Open the public page in a new tab."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    def action_grant(self):
        """Grant everything on these pages whose days are over.

        :raise AccessError: not of the volunteer office
        :raise UserError: nothing waits, or the days are not over
        """
        self.check_access("write")
        awards = self.award_ids.filtered(lambda award: award.state == "published")
        if not awards:
            raise UserError(self.env._("Everything on this page is granted already."))
        return awards.action_grant()
