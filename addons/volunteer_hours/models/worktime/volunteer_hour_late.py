from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Whatever is not recorded yet and can still be.
UNDER_WAY = ("draft", "submitted", "approved", "published")
#: So many working days before the due date a line is pointed out.
SOON_DAYS = 2


class VolunteerHour(models.Model):
    """The late list: what should be recorded by now, and whose step holds it.

    民政部令第67号, Art. 11: recorded within ten working days of the activity's end.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    lateness = fields.Selection(
        [("late", "Late"), ("soon", "Due soon")],
        compute="_compute_lateness",
        search="_search_lateness",
        compute_sudo=True,
        help="Late: the day by which it should have been recorded has passed. Due "
        "soon: two working days are left, or less.",
    )
    days_late = fields.Integer(
        string="Working Days Late",
        compute="_compute_lateness",
        compute_sudo=True,
        aggregator=None,
    )
    holder = fields.Char(
        string="Held by", compute="_compute_holder", search="_search_holder"
    )
    held_since = fields.Date(
        compute="_compute_held_since",
        compute_sudo=True,
        help="Since when the present step has been waiting.",
    )

    # ------------------------------------------------------------------
    # How late
    # ------------------------------------------------------------------

    @api.depends("due_date", "state", "reverses_id", "company_id")
    def _compute_lateness(self):
        counted = self.filtered(
            lambda line: (
                line.due_date and line.state in UNDER_WAY and not line.reverses_id
            )
        )
        self.lateness = False
        self.days_late = 0
        if not counted:
            return
        calendar = self.env["res.company"]._get_volunteer_working_days_sudo()
        for company, lines in counted.grouped("company_id").items():
            today = company._get_volunteer_today()
            soon = calendar.add(today, SOON_DAYS)
            for line in lines:
                if line.due_date < today:
                    line.lateness = "late"
                    line.days_late = calendar.between(line.due_date, today)
                elif line.due_date <= soon:
                    line.lateness = "soon"

    def _search_lateness(self, operator, value):
        if operator != "in":
            return NotImplemented
        calendar = self.env["res.company"]._get_volunteer_working_days_sudo()
        wanted = Domain.FALSE
        zones = (
            self.env["res.company"]
            .sudo()
            ._read_group([], ["volunteer_tz"], ["id:recordset"])
        )
        for _zone, units in zones:
            today = units[0]._get_volunteer_today()
            soon = calendar.add(today, SOON_DAYS)
            late = Domain("due_date", "<", today)
            near = Domain("due_date", ">=", today) & Domain("due_date", "<=", soon)
            rest = ~late & ~near | Domain("due_date", "=", False)
            kinds = {"late": late, "soon": near, False: rest}
            wanted |= Domain("company_id", "in", units.ids) & Domain.OR(
                kinds[kind] for kind in value if kind in kinds
            )
        under_way = Domain("state", "in", UNDER_WAY) & Domain("reverses_id", "=", False)
        if False in value:
            return wanted | ~under_way
        return under_way & wanted

    # ------------------------------------------------------------------
    # Who holds it
    # ------------------------------------------------------------------

    def _get_holders(self):
        """Return what holds a line that waits for nobody in particular, by state."""
        return {
            "draft": self.env._("To be submitted"),
            "refused": self.env._("To be corrected"),
            "approved": self.env._("To be published"),
            "published": self.env._("On public notice"),
        }

    @api.depends("state", "approver_id", "approver_group_id")
    @api.depends_context("lang")
    def _compute_holder(self):
        holders = self._get_holders()
        for line in self:
            asked = line.sudo()
            line.holder = (
                asked.approver_id.name
                or asked.approver_group_id.name
                or holders.get(line.state)
            )

    def _field_to_sql(self, alias, field_expr, query=None):
        # Lists are grouped by who holds the lines, which is not stored.
        if field_expr == "holder":
            return self._holder_to_sql(alias)
        return super()._field_to_sql(alias, field_expr, query)

    def _holder_to_sql(self, alias):
        words = SQL(" ").join(
            SQL("WHEN %s THEN %s", state, word)
            for state, word in self._get_holders().items()
        )
        Group = self.env["res.groups"].sudo()
        return SQL(
            """(CASE %(state)s %(words)s WHEN 'submitted' THEN COALESCE(
                (SELECT p.name FROM res_users u JOIN res_partner p
                        ON p.id = u.partner_id WHERE u.id = %(user)s),
                (SELECT %(group_name)s FROM res_groups holding
                  WHERE holding.id = %(group)s)) END)""",
            state=self._field_to_sql(alias, "state"),
            words=words,
            user=self._field_to_sql(alias, "approver_id"),
            group=self._field_to_sql(alias, "approver_group_id"),
            group_name=Group._field_to_sql("holding", "name"),
        )

    def _search_holder(self, operator, value):
        if operator not in ("in", "ilike"):
            return NotImplemented

        def to_sql(model, alias, _query):
            holder = model._holder_to_sql(alias)
            if operator == "ilike":
                return SQL("%s ILIKE %s", holder, f"%{value}%")
            texts = tuple(text for text in value if text)
            known = SQL("%s IN %s", holder, texts) if texts else SQL("FALSE")
            return SQL("(%s OR %s IS NULL)", known, holder) if False in value else known

        return Domain.custom(to_sql=to_sql)

    @api.depends("state", "date", "approval_ids.state", "notice_id")
    def _compute_held_since(self):
        steps = {
            line.id: moment
            for line, moment in self.env["volunteer.approval"]._read_group(
                [("hour_id", "in", self.ids), ("state", "=", "pending")],
                ["hour_id"],
                ["pending_since:max"],
            )
        }
        decided = {
            line.id: moment
            for line, moment in self.env["volunteer.approval"]._read_group(
                [("hour_id", "in", self.ids), ("state", "=", "approved")],
                ["hour_id"],
                ["decided_on:max"],
            )
        }
        for line in self:
            moment = False
            if line.state == "submitted":
                moment = steps.get(line.id) or line.submitted_on
            elif line.state == "approved":
                moment = decided.get(line.id) or line.submitted_on
            line.held_since = (
                line.notice_id.published_on or line._get_since(moment) or line.date
            )

    def _get_since(self, moment):
        """Return the local date of a moment, or False."""
        return moment and self.company_id._get_volunteer_date(moment)
