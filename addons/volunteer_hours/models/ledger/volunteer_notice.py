from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class VolunteerNotice(models.Model):
    """A public notice, and with it a recording batch: the only way into the ledger."""

    _name = "volunteer.notice"
    _description = "Public Notice"
    _inherit = ["volunteer.guard.mixin", "volunteer.office.todo.mixin"]
    _order = "id desc"

    _guarded_fields = (
        "state",
        "published_on",
        "closes_on",
        "closed_on",
        "previous_id",
        "digest",
        "line_count",
        "last_ledger_no",
        "minutes",
    )

    name = fields.Char(required=True, default=lambda self: self._default_name())
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(string="Services from", help="Empty: whatever is approved.")
    date_to = fields.Date(string="Services until", help="Empty: whatever is approved.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("closing", "Closing"),
            ("closed", "Closed"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    published_on = fields.Date(readonly=True, copy=False)
    closes_on = fields.Date(
        readonly=True, copy=False, help="From this day on, the hours may be recorded."
    )
    closed_on = fields.Datetime(readonly=True, copy=False)
    previous_id = fields.Many2one(
        "volunteer.notice",
        string="Previous Notice",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    digest = fields.Char(readonly=True, copy=False)
    # Of the closed notice, frozen with its digest.
    line_count = fields.Integer(string="Recorded Lines", readonly=True, copy=False)
    minutes = fields.Integer(string="Recorded Minutes", readonly=True, copy=False)
    # Orders the chain: unlike a time, it never repeats and never runs backwards.
    last_ledger_no = fields.Integer(readonly=True, copy=False, aggregator=None)
    hour_ids = fields.One2many("volunteer.hour", "notice_id", string="Service Hours")
    hour_count = fields.Integer(compute="_compute_totals")
    hour_total = fields.Float(string="Hours", digits=(16, 2), compute="_compute_totals")

    approved_count = fields.Integer(
        string="Approved Lines", compute="_compute_approved_count", compute_sudo=True
    )

    _chain = models.UniqueIndex(
        "(company_id, COALESCE(previous_id, 0)) WHERE state = 'closed'",
        "Another notice of this unit was closed in the meantime.",
    )
    _closed_whole = models.Constraint(
        "CHECK ((state = 'closed') = (digest IS NOT NULL))",
        "A closed notice has a digest, and only a closed one.",
    )
    _date_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day comes after the first."
    )

    @api.model
    def _default_name(self):
        today = fields.Date.context_today(self)
        return self.env._("Service hours, notice of %(date)s", date=today)

    @api.depends("hour_ids")
    def _compute_totals(self):
        totals = {
            notice: (count, hours)
            for notice, count, hours in self.env["volunteer.hour"]._read_group(
                [("notice_id", "in", self.ids)], ["notice_id"], ["__count", "hours:sum"]
            )
        }
        for notice in self:
            notice.hour_count, notice.hour_total = totals.get(notice, (0, 0.0))

    @api.depends("company_id", "date_from", "date_to", "state")
    def _compute_approved_count(self):
        """Count what a draft would take if it were published now."""
        Hour = self.env["volunteer.hour"]
        for notice in self:
            notice.approved_count = notice.state == "draft" and Hour.search_count(
                notice._get_line_domain()
            )

    def init(self):
        """Hold closed notices in the database itself, as the lines they recorded."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION volunteer_notice_locked() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'closed notices do not change'
                    USING ERRCODE = '23514', TABLE = TG_TABLE_NAME,
                          CONSTRAINT = 'volunteer_notice_locked';
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS volunteer_notice_locked ON volunteer_notice;
            CREATE TRIGGER volunteer_notice_locked
                BEFORE UPDATE OF company_id, name, date_from, date_to, state, closed_on,
                    previous_id, digest, line_count, last_ledger_no, minutes OR DELETE
                ON volunteer_notice
                FOR EACH ROW WHEN (OLD.state = 'closed')
                EXECUTE FUNCTION volunteer_notice_locked();
            """
        )

    def write(self, vals):
        fixed = {"company_id", "name", "date_from", "date_to"} & vals.keys()
        if fixed and any(notice.state != "draft" for notice in self):
            raise UserError(
                self.env._("Name, unit and period of a published notice do not change.")
            )
        return super().write(vals)

    def action_publish(self):
        """Publish notices: each takes the approved lines of its unit and period.

        :raise AccessError: not of the volunteer office
        :raise UserError: not a draft, or nothing is approved
        """
        self._check_officer()
        working_days = self.env["res.company"]._get_volunteer_working_days_sudo()
        for notice in self:
            today = notice.company_id._get_volunteer_today()
            if notice.state != "draft":
                raise UserError(
                    self.env._("“%(name)s” is not a draft.", name=notice.name)
                )
            if not notice.sudo()._take_lines_sudo():
                raise UserError(
                    self.env._(
                        "No approved hours wait for “%(name)s”. Approve hours first.",
                        name=notice.name,
                    )
                )
            notice.sudo().write(
                {
                    "state": "published",
                    "published_on": today,
                    "closes_on": working_days.add(
                        today, notice.company_id.volunteer_notice_days
                    ),
                }
            )
        return True

    def _take_lines_sudo(self):
        """Publish what is approved, in one statement, however many lines there are.

        Of two notices that take the same line the second fails on it, is repeated by
        Odoo, and then finds what the first one left.

        :return: how many lines
        """
        Hour = self.env["volunteer.hour"]
        self.env.flush_all()
        lines = Hour._search(self._get_line_domain())
        self.env.cr.execute(
            SQL(
                """
                UPDATE volunteer_hour SET state = 'published', notice_id = %s,
                       write_uid = %s, write_date = now() AT TIME ZONE 'UTC'
                 WHERE id IN %s
                """,
                self.id,
                self.env.uid,
                lines.subselect(),
            ),
            log_exceptions=False,
        )
        count = self.env.cr.rowcount
        self.env.invalidate_all(flush=False)
        return count

    def _get_line_domain(self):
        self.ensure_one()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "approved"),
            # Until the objection is answered.
            ("is_held", "=", False),
        ]
        if self.date_from:
            domain.append(("date", ">=", self.date_from))
        if self.date_to:
            domain.append(("date", "<=", self.date_to))
        return domain

    def _check_officer(self):
        if not self.env.su and not self.env.user.has_group(
            "volunteer_base.group_officer"
        ):
            raise AccessError(
                self.env._("Only the volunteer office publishes notices.")
            )
        self.check_access("write")

    def action_open_hours(self):
        """Open the hours this notice shows."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_hour_action"
        )
        return {**action, "domain": [("notice_id", "=", self.id)], "context": {}}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(notice.state != "draft" for notice in self):
            raise UserError(self.env._("Published notices are kept."))
