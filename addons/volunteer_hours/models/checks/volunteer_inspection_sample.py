import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.sampling import draw, pack, share, unpack


class VolunteerInspection(models.Model):
    """Spot checks: recorded hours drawn by lot, so that anybody can draw them again."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.inspection"  # pylint: disable=consider-merging-classes-inherited

    team_id = fields.Many2one(
        "volunteer.team",
        index="btree_not_null",
        ondelete="restrict",
        help="With its sub-teams. Empty: all teams of the unit.",
    )
    project_id = fields.Many2one(
        "volunteer.project",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: all projects of the unit.",
    )
    which = fields.Selection(
        [
            ("all", "All recorded hours"),
            ("claimed", "Claimed and imported hours only"),
            ("proven", "Proven hours only"),
        ],
        string="Hours",
        required=True,
        default="all",
    )
    size_kind = fields.Selection(
        [("count", "A number of lines"), ("percent", "A percentage")],
        string="Sample",
        required=True,
        default="count",
    )
    size = fields.Integer(string="Lines to Draw", default=20)
    percent = fields.Float(string="Percentage to Draw", digits=(5, 2), default=5.0)
    seed = fields.Char(
        copy=False,
        help="Decides together with the ledger numbers which lines are drawn. Write "
        "here what was drawn in front of witnesses, such as numbers of dice; empty: "
        "chance writes it when the sample is drawn.",
    )
    population = fields.Text(
        string="Ledger Numbers Drawn from", readonly=True, copy=False
    )
    population_count = fields.Integer(
        string="Lines Drawn from", readonly=True, copy=False, aggregator=None
    )
    population_minutes = fields.Integer(readonly=True, copy=False, aggregator=None)
    population_hours = fields.Float(
        string="Hours Drawn from",
        digits=(16, 2),
        compute="_compute_population_hours",
    )
    date_drawn = fields.Datetime(string="Drawn on", readonly=True, copy=False)
    line_ids = fields.One2many("volunteer.inspection.line", "inspection_id")
    line_count = fields.Integer(string="Sample Size", compute="_compute_counts")
    unchecked_count = fields.Integer(string="To Be Checked", compute="_compute_counts")
    doubtful_count = fields.Integer(string="To Be Decided", compute="_compute_counts")
    upheld_count = fields.Integer(string="Upheld", compute="_compute_counts")
    available_count = fields.Integer(
        string="Lines to Draw from", compute="_compute_available_count"
    )

    _size_positive = models.Constraint(
        "CHECK (size > 0 AND percent > 0 AND percent <= 100)",
        "Draw at least one line, and at most all of them.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "population",
            "population_count",
            "population_minutes",
            "date_drawn",
        )

    @api.model
    def _get_fixed_fields(self):
        return super()._get_fixed_fields() | {
            "team_id",
            "project_id",
            "which",
            "size_kind",
            "size",
            "percent",
            "seed",
        }

    @api.depends("population_minutes")
    def _compute_population_hours(self):
        for inspection in self:
            inspection.population_hours = inspection.population_minutes / 60

    @api.depends("line_ids.state", "line_ids.result")
    def _compute_counts(self):
        counts = {}
        for inspection, state, result, count in self.env[
            "volunteer.inspection.line"
        ]._read_group(
            [("inspection_id", "in", self.ids)],
            ["inspection_id", "state", "result"],
            ["__count"],
        ):
            row = counts.setdefault(inspection.id, dict.fromkeys("luds", 0))
            row["l"] += count
            row["u"] += count * (state == "open")
            row["d"] += count * (state == "checked" and result != "ok")
            row["s"] += count * (state == "upheld")
        for inspection in self:
            row = counts.get(inspection.id, dict.fromkeys("luds", 0))
            inspection.line_count = row["l"]
            inspection.unchecked_count = row["u"]
            inspection.doubtful_count = row["d"]
            inspection.upheld_count = row["s"]

    @api.depends(
        "company_id", "team_id", "project_id", "which", "date_from", "date_to", "state"
    )
    def _compute_available_count(self):
        Hour = self.env["volunteer.hour"]
        for inspection in self:
            inspection.available_count = (
                inspection.state == "draft"
                and inspection.kind == "sample"
                and Hour.search_count(inspection._get_population_domain())
            )

    def _get_population_domain(self):
        """Return the domain of what a sample is drawn from.

        Reversals, and what was reversed, are out: nothing is left to be checked there.
        """
        self.ensure_one()
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "recorded")
            & Domain("reverses_id", "=", False)
            & Domain("reversed", "=", False)
        )
        if self.date_from:
            domain &= Domain("date", ">=", self.date_from)
        if self.date_to:
            domain &= Domain("date", "<=", self.date_to)
        if self.team_id:
            domain &= Domain("team_id", "child_of", self.team_id.id)
        if self.project_id:
            domain &= Domain("project_id", "=", self.project_id.id)
        if self.which != "all":
            domain &= Domain("proven", "=", self.which == "proven")
        return domain

    def action_draw(self):
        """Draw the samples: once, from what the ledger holds at this moment.

        The numbers of the ledger that were drawn from are kept, so that the same seed
        gives the same lines whenever somebody draws them again.

        :raise AccessError: not of the volunteer office
        :raise UserError: not a draft of a spot check, or nothing to draw from
        """
        self._check_officer()
        self._check_state("draft")
        for inspection in self.sudo():
            if inspection.kind != "sample":
                raise UserError(
                    self.env._("“%(name)s” is no spot check.", name=inspection.name)
                )
            inspection._draw_sudo()
        self.sudo()._give_todos_sudo()
        return True

    def _draw_sudo(self):
        self.ensure_one()
        Hour = self.env["volunteer.hour"]
        query = Hour._search(self._get_population_domain())
        rows = self.env.execute_query(
            query.select(
                Hour._field_to_sql(Hour._table, "ledger_no"),
                Hour._field_to_sql(Hour._table, "minutes"),
            )
        )
        if not rows:
            raise UserError(
                self.env._(
                    "The ledger holds no such hours for “%(name)s”. Choose another "
                    "period, team or project.",
                    name=self.name,
                )
            )
        numbers = [number for number, _minutes in rows]
        if self.size_kind == "percent":
            size = share(len(numbers), self.percent)
        else:
            size = self.size
        seed = (self.seed or "").strip() or secrets.token_hex(8)
        drawn = draw(seed, numbers, size)
        hours = Hour.search(
            [("company_id", "=", self.company_id.id), ("ledger_no", "in", drawn)]
        )
        self.env["volunteer.inspection.line"].create(
            [
                {
                    "inspection_id": self.id,
                    "hour_id": hour.id,
                    "ledger_no": hour.ledger_no,
                }
                for hour in hours.sorted("ledger_no")
            ]
        )
        self.write(
            {
                "state": "running",
                "seed": seed,
                "population": pack(numbers),
                "population_count": len(numbers),
                "population_minutes": sum(minutes for _number, minutes in rows),
                "date_drawn": fields.Datetime.now(),
            }
        )

    def action_draw_again(self):
        """Draw once more from seed and kept numbers, and compare with what was drawn.

        :return: a notice for the screen: whether both are the same
        :raise AccessError: neither an inspector nor of the volunteer office
        :raise UserError: nothing was drawn yet
        """
        self.ensure_one()
        self.check_access("read")
        if not self.date_drawn:
            raise UserError(self.env._("Nothing was drawn yet."))
        drawn = self.line_ids.mapped("ledger_no")
        again = draw(self.seed, unpack(self.population), len(drawn))
        same = sorted(drawn) == again
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if same else "danger",
                "sticky": not same,
                "message": self.env._(
                    "Drawn again: the same %(count)s lines.", count=len(again)
                )
                if same
                else self.env._(
                    "Drawn again, and other lines came out. The records were changed "
                    "from outside; ask your administrator."
                ),
            },
        }

    def action_open_lines(self):
        """Open the drawn lines, to check or to decide them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_inspection_line_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("inspection_id", "=", self.id)],
            "context": {},
        }

    def _check_nothing_done_sudo(self):
        result = super()._check_nothing_done_sudo()
        done = self.filtered("upheld_count")
        if done:
            raise UserError(
                self.env._(
                    "Findings of “%(names)s” were upheld; publish the result instead.",
                    names=done.mapped("name"),
                )
            )
        return result
