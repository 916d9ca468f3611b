from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.token import is_token, new_token


class VolunteerRecruitment(models.Model):
    """A notice that looks for volunteers, with a public page and a poster."""

    _name = "volunteer.recruitment"
    _description = "Recruitment Notice"
    _inherit = ["volunteer.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _guarded_fields = ("state", "token", "taken")

    name = fields.Char(string="Title", required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [("regular", "Regular"), ("emergency", "Emergency")],
        required=True,
        default="regular",
        tracking=True,
        help="Emergency notices stand first on the join page.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Recruiting"), ("closed", "Notice Closed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    project_id = fields.Many2one(
        "volunteer.project",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    line_ids = fields.One2many(
        "volunteer.recruitment.line", "recruitment_id", string="Posts", copy=True
    )
    # What a hospital tells before somebody applies: conditions, guarantees and risks
    # (Regulations on Voluntary Service, article 12).
    summary = fields.Text(help="What the service is, and for whom.")
    conditions = fields.Text(help="Who can take part: age, health, skills, time.")
    guarantees = fields.Text(
        help="What volunteers get: training, insurance, meals, transport."
    )
    risks = fields.Text(help="What may happen, and how it is prevented.")
    contact = fields.Char(help="Whom to ask, with a telephone number of the office.")
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Until", help="The last day; empty: no end.")
    quota = fields.Integer(
        string="Applications Wanted",
        required=True,
        default=0,
        help="The notice closes by itself with so many applications; 0 means no limit.",
    )
    # Applications that count for the quota: a counter changed by one statement.
    taken = fields.Integer(
        string="Applications Counted",
        required=True,
        default=0,
        readonly=True,
        copy=False,
        help="Applications through this notice that were not rejected.",
    )
    seats = fields.Integer(compute="_compute_seats")
    volunteer_ids = fields.One2many(
        "volunteer.volunteer", "recruitment_id", string="Applicants"
    )
    application_count = fields.Integer(
        string="Applications", compute="_compute_application_count"
    )
    token = fields.Char(readonly=True, copy=False)
    url = fields.Char(string="Public Page", compute="_compute_url")

    _token_unique = models.UniqueIndex("(token)", "This page exists already.")
    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "A recruitment notice cannot end before the day it starts.",
    )
    _quota_kept = models.Constraint(
        "CHECK (quota >= 0 AND taken >= 0 AND (quota = 0 OR taken <= quota))",
        "More people have applied already than you want to have.",
    )

    @api.model
    def _complete_create_vals(self, vals_list):
        for vals in vals_list:
            vals["token"] = new_token()
        return super()._complete_create_vals(vals_list)

    def write(self, vals):
        self._check_unit_kept(vals)
        result = super().write(vals)
        if "company_id" in vals:
            # Rules are looked at before a change; the new unit is to be one's own, too.
            self.check_access("write")
        return result

    def _check_unit_kept(self, vals):
        """:raise UserError: a published notice stays with its unit"""
        if "company_id" not in vals:
            return
        for notice in self:
            if notice.company_id.id != vals["company_id"] and (
                notice.state != "draft" or notice.taken or notice.sudo().volunteer_ids
            ):
                raise UserError(
                    self.env._(
                        "“%(notice)s” was published for %(unit)s. Make a new notice "
                        "for another unit.",
                        notice=notice.name,
                        unit=notice.company_id.name,
                    )
                )

    @api.depends("line_ids.seats")
    def _compute_seats(self):
        for notice in self:
            notice.seats = sum(notice.line_ids.mapped("seats"))

    @api.depends("volunteer_ids")
    def _compute_application_count(self):
        counts = dict(
            self.env["volunteer.volunteer"]._read_group(
                [("recruitment_id", "in", self.ids)], ["recruitment_id"], ["__count"]
            )
        )
        for notice in self:
            notice.application_count = counts.get(notice, 0)

    @api.depends("token")
    def _compute_url(self):
        base = self[:1].get_base_url()
        for notice in self:
            notice.url = f"{base}/volunteer/recruitment/{notice.token}"

    # ------------------------------------------------------------------
    # Life of a notice
    # ------------------------------------------------------------------

    def action_open(self):
        """Publish notices, also again after they were closed.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: the notice is over, full, or says too little
        """
        self.check_access("write")
        for notice in self:
            today = notice.company_id._get_volunteer_today()
            if notice.state == "open":
                raise UserError(
                    self.env._("“%(notice)s” is open already.", notice=notice.name)
                )
            if notice.date_to and notice.date_to < today:
                raise UserError(
                    self.env._(
                        "The last day of “%(notice)s” is over. Set a later one first.",
                        notice=notice.name,
                    )
                )
            if notice.quota and notice.taken >= notice.quota:
                raise UserError(
                    self.env._(
                        "As many people as wanted have applied to “%(notice)s”. Raise "
                        "the number of applications wanted first.",
                        notice=notice.name,
                    )
                )
            if not notice.risks or not notice.conditions:
                raise UserError(
                    self.env._(
                        "Before “%(notice)s” is published, say what its conditions "
                        "and its risks are: people must know them before they apply.",
                        notice=notice.name,
                    )
                )
        self.sudo().write({"state": "open"})
        return True

    def action_close(self):
        """Close notices: their pages stay, but nobody can apply any more.

        :raise AccessError: the user is not of the volunteer office
        """
        self.check_access("write")
        self.sudo().write({"state": "closed"})
        return True

    def action_open_page(self):
        """Open the public page in a new tab."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    def action_open_applications(self):
        """Open the people who applied through this notice."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_application_action"
        )
        return {
            **action,
            "domain": [("recruitment_id", "=", self.id)],
            "context": {},
        }

    def action_print_poster(self):
        """Print the notice with a QR code that opens its page.

        :raise UserError: a notice that is not open would send people to a closed door
        """
        self.check_access("read")
        if any(notice.state != "open" for notice in self):
            raise UserError(self.env._("Publish the notice before you print it."))
        return self.env.ref("volunteer_base.recruitment_poster_report").report_action(
            self, config=False
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_applications(self):
        if self.sudo().with_context(active_test=False).volunteer_ids:
            raise UserError(
                self.env._(
                    "People applied through this notice, and their records say so. "
                    "Close and archive it instead."
                )
            )

    # ------------------------------------------------------------------
    # Public pages
    # ------------------------------------------------------------------

    @api.model
    def _domain_open(self):
        return Domain("state", "=", "open") & self.env[
            "res.company"
        ]._get_volunteer_day_domain(
            lambda today: (
                Domain("date_from", "<=", today)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
            )
        )

    @api.model
    def _find_sudo(self, token):
        """Return the notice of a public page, as superuser, or none.

        A draft has no page; a closed notice has one, which says so.
        """
        if not is_token(token):
            return self.sudo().browse()
        return self.sudo().search([("token", "=", token), ("state", "!=", "draft")])

    def _is_open(self):
        """Return whether people can apply to this notice today."""
        self.ensure_one()
        return bool(self.filtered_domain(self._domain_open()))

    def _take_place_sudo(self):
        """Count one application; close the notice with the last one wanted.

        One statement, so that of two people at the same moment one gets the last place
        (see the counters of slots).

        :return: whether there was a place
        :rtype: bool
        """
        self.ensure_one()
        self.flush_recordset(["state", "quota", "taken"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE volunteer_recruitment
                   SET taken = taken + 1
                 WHERE id = %s AND state = 'open' AND (quota = 0 OR taken < quota)
                RETURNING quota > 0 AND taken >= quota
                """,
                self.id,
            ),
            # Losing the race is expected and repeated by Odoo: no error in the log.
            log_exceptions=False,
        )
        row = self.env.cr.fetchone()
        self.invalidate_recordset(["taken"])
        if row and row[0]:
            self.sudo().write({"state": "closed"})
        return bool(row)

    @api.model
    def _cron_close(self):
        """Close notices whose last day is over, and set their counters right."""
        over = self.sudo().search(
            Domain("state", "=", "open")
            & self.env["res.company"]._get_volunteer_day_domain(
                lambda today: Domain("date_to", "<", today)
            )
        )
        over.write({"state": "closed"})
        self.sudo().search([("state", "=", "open")])._recount_sudo()

    def _recount_sudo(self):
        """Set the counters to the applications that were not rejected."""
        counts = dict(
            self.env["volunteer.volunteer"]
            .sudo()
            .with_context(active_test=False)
            ._read_group(
                [("recruitment_id", "in", self.ids), ("state", "!=", "rejected")],
                ["recruitment_id"],
                ["__count"],
            )
        )
        for notice in self.sudo():
            count = counts.get(notice, 0)
            if notice.quota:
                count = min(count, notice.quota)
            if notice.taken != count:
                notice.taken = count
