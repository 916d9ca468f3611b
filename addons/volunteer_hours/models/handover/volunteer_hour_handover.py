from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: More rows no file that comes back is read with.
MAX_LINES = 20_000


class VolunteerHourHandover(models.Model):
    """A batch of lines that is entered in a public system with one file."""

    _name = "volunteer.hour.handover"
    _description = "Batch for a Public System"
    _inherit = ["volunteer.guard.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    _guarded_fields = ("name", "platform_id", "state", "collected_on", "done_on")

    name = fields.Char(
        string="Batch No.", required=True, readonly=True, copy=False, default="/"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    platform_id = fields.Many2one(
        "volunteer.platform",
        string="System",
        compute="_compute_platform_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="As set for the unit under Settings.",
    )
    date_from = fields.Date(string="Services from", help="Empty: from the first.")
    date_to = fields.Date(string="Services until", help="Empty: until the last.")
    line_limit = fields.Integer(
        string="Lines at Most",
        default=5000,
        help="The rest waits for the next batch.",
    )
    with_id_numbers = fields.Boolean(
        string="With ID numbers",
        help="The full ID numbers stand in the file. Each person's is logged as "
        "disclosed to whoever downloads it.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("ready", "To Enter"),
            ("done", "Entered"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    collected_on = fields.Datetime(readonly=True, copy=False)
    done_on = fields.Date(string="Entered on", readonly=True, copy=False)
    entry_ids = fields.One2many("volunteer.hour.entry", "batch_id", string="Lines")
    entry_count = fields.Integer(string="Lines in It", compute="_compute_counts")
    open_count = fields.Integer(string="Still to Enter", compute="_compute_counts")
    failed_count = fields.Integer(string="Not Accepted", compute="_compute_counts")
    hours = fields.Float(digits=(16, 2), compute="_compute_counts")
    waiting_count = fields.Integer(
        compute="_compute_waiting_count",
        help="What a batch of this unit and period would hold now.",
    )

    _limit = models.Constraint(
        f"CHECK (line_limit BETWEEN 1 AND {MAX_LINES})",
        "A batch holds 1 to 20,000 lines.",
    )
    _date_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day comes after the first."
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "This batch number is taken."
    )

    @api.depends("company_id")
    def _compute_platform_id(self):
        for batch in self:
            # What was sent somewhere stays what it was.
            if batch.state in (False, "draft"):
                batch.platform_id = batch.company_id.volunteer_public_platform_id

    @api.depends("entry_ids.state", "entry_ids.hours")
    def _compute_counts(self):
        counts = dict.fromkeys(self.ids, (0, 0, 0, 0.0))
        for batch, state, count, hours in self.env["volunteer.hour.entry"]._read_group(
            [("batch_id", "in", self.ids)],
            ["batch_id", "state"],
            ["__count", "hours:sum"],
        ):
            lines, waiting, failed, total = counts[batch.id]
            counts[batch.id] = (
                lines + count,
                waiting + (count if state == "to_enter" else 0),
                failed + (count if state == "failed" else 0),
                total + hours,
            )
        for batch in self:
            (
                batch.entry_count,
                batch.open_count,
                batch.failed_count,
                batch.hours,
            ) = counts.get(batch.id, (0, 0, 0, 0.0))

    @api.depends("company_id", "platform_id", "date_from", "date_to", "state")
    def _compute_waiting_count(self):
        for batch in self:
            batch.waiting_count = batch.state == "draft" and self.env[
                "volunteer.hour.entry"
            ].search_count(batch._get_waiting_domain())

    def _get_waiting_domain(self):
        domain = [
            ("company_id", "=", self.company_id.id),
            ("platform_id", "=", self.platform_id.id),
            ("state", "=", "to_enter"),
            ("batch_id", "=", False),
        ]
        if self.date_from:
            domain.append(("date", ">=", self.date_from))
        if self.date_to:
            domain.append(("date", "<=", self.date_to))
        return domain

    def write(self, vals):
        fixed = {"company_id", "date_from", "date_to", "line_limit"} & vals.keys()
        if fixed and not self.env.su and any(batch.state != "draft" for batch in self):
            raise UserError(self.env._("What a batch holds is chosen before."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(batch.state != "draft" for batch in self):
            raise UserError(self.env._("Batches with a number are kept."))

    def _check_officer(self):
        """:raise AccessError: not of the volunteer office, or of another unit"""
        if not self.env.su and not self.env.user.has_group(
            "volunteer_base.group_officer"
        ):
            raise AccessError(
                self.env._("Only the volunteer office hands hours to public systems.")
            )
        self.check_access("write")

    def action_collect(self):
        """Take what waits to be entered into these batches, the oldest services first.

        :raise AccessError: not of the volunteer office
        :raise UserError: not a draft, no public system is set, or nothing waits
        """
        self._check_officer()
        for batch in self.sudo():
            if batch.state != "draft":
                raise UserError(
                    self.env._("“%(name)s” has been filled before.", name=batch.name)
                )
            batch._compute_platform_id()
            if not batch.platform_id:
                raise UserError(
                    self.env._(
                        "Choose the public system of %(company)s in the settings "
                        "first.",
                        company=batch.company_id.name,
                    )
                )
            self.env["volunteer.hour.entry"].sudo()._collect_sudo(batch.company_id)
            if not batch._take_entries_sudo():
                raise UserError(
                    self.env._(
                        "Nothing waits to be entered in %(system)s.",
                        system=batch.platform_id.name,
                    )
                )
            batch.write(
                {
                    "state": "ready",
                    "name": self.env["ir.sequence"]
                    .with_company(batch.company_id)
                    .next_by_code("volunteer.hour.handover"),
                    "collected_on": fields.Datetime.now(),
                }
            )
        return True

    def _take_entries_sudo(self):
        """Number the waiting lines of this batch in one statement; return how many."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE volunteer_hour_entry e
                   SET batch_id = %(batch)s, serial = w.serial,
                       write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                  FROM (SELECT id, row_number() OVER (ORDER BY date, id) AS serial
                          FROM volunteer_hour_entry
                         WHERE company_id = %(company)s AND platform_id = %(platform)s
                           AND state = 'to_enter' AND batch_id IS NULL
                           AND (%(begin)s::date IS NULL OR date >= %(begin)s)
                           AND (%(end)s::date IS NULL OR date <= %(end)s)
                         ORDER BY date, id LIMIT %(limit)s) w
                 WHERE e.id = w.id AND e.batch_id IS NULL
             RETURNING e.id
                """,
                batch=self.id,
                company=self.company_id.id,
                platform=self.platform_id.id,
                begin=self.date_from or None,
                end=self.date_to or None,
                limit=self.line_limit,
                uid=self.env.uid,
            )
        )
        self.env["volunteer.hour.entry"].invalidate_model()
        self.invalidate_recordset()
        return len(rows)

    def action_mark_entered(self, date=None):
        """Note that all lines of batches still to enter stand in the system now.

        :param str date: since when, ``YYYY-MM-DD``; today when omitted
        :raise AccessError: not of the volunteer office
        :raise UserError: a batch has no such lines, or a wrong date
        """
        self._check_officer()
        Entry = self.env["volunteer.hour.entry"]
        day = Entry._clean_day(date)
        for batch in self:
            if batch.state != "ready":
                raise UserError(
                    self.env._("“%(name)s” has nothing to enter.", name=batch.name)
                )
        Entry.search(
            [("batch_id", "in", self.ids), ("state", "=", "to_enter")]
        ).action_mark_entered(fields.Date.to_string(day))
        self.sudo().write({"state": "done", "done_on": day})
        return True

    def action_release(self):
        """Cancel batches that were not used: their lines wait for another one.

        :raise AccessError: not of the volunteer office
        :raise UserError: lines of a batch stand in the system already
        """
        self._check_officer()
        if any(batch.state not in ("draft", "ready") for batch in self):
            raise UserError(self.env._("This batch is closed."))
        Entry = self.env["volunteer.hour.entry"].sudo()
        mine = [("batch_id", "in", self.ids)]
        if Entry.search_count([*mine, ("state", "=", "entered")], limit=1):
            raise UserError(
                self.env._(
                    "Lines of this batch are marked as entered. Mark the others, too, "
                    "or put those back first."
                )
            )
        entries = Entry.search([*mine, ("state", "=", "to_enter")])
        entries.write({"batch_id": False, "serial": 0})
        entries._drop_reversed_sudo()
        self.sudo().write({"state": "cancelled"})
        return True

    def action_open_entries(self):
        """Open the lines of this batch."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_hour_entry_action"
        )
        return {**action, "domain": [("batch_id", "=", self.id)], "context": {}}

    def action_download(self):
        """Download the batch as .xlsx.

        :raise AccessError: not of the volunteer office
        :raise UserError: a batch without lines
        """
        self.ensure_one()
        self._check_may_download()
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/handover/{self.id}.xlsx",
            "target": "download",
        }

    def _check_may_download(self):
        self._check_officer()
        if self.state not in ("ready", "done"):
            raise UserError(self.env._("This batch has no lines. Fill it first."))
