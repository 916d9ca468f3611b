from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.points import parse_points


class VolunteerPointRule(models.Model):
    """Points for what people do besides their hours, up to so many a year.

    Source: section 6 of the domain rules: point rules by event with a yearly cap.
    """

    _name = "volunteer.point.rule"
    _description = "Rule for Points"
    _order = "sequence, id"

    name = fields.Char(
        required=True,
        translate=True,
        help="Volunteers read it in the history of their points.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        index="btree_not_null",
        ondelete="restrict",
        help="Only what happens in this unit and below it; empty: in every unit.",
    )
    event = fields.Selection(
        [
            ("qualification", "Course passed"),
            ("led", "Activity led and closed"),
            ("quality", "Service rated 5"),
            ("first", "First recorded service"),
            ("opinion", "Opinion of a patient collected"),
            ("reflection", "Reflection shown to all"),
            ("honour", "Honour granted"),
            ("manual", "Given by the volunteer office"),
        ],
        string="What for",
        required=True,
        help="Every night, what happened since is looked for, and gets its points "
        "once. The office gives points itself from the list of volunteers.",
    )
    points = fields.Float(required=True, digits=(16, 2), default=1)
    year_cap = fields.Float(
        string="At Most a Year",
        digits=(16, 2),
        help="Points that one person gets by this rule in a calendar year; 0: without "
        "end.",
    )
    date_from = fields.Date(
        string="Since",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        help="What happened before this day gets nothing.",
    )
    move_ids = fields.One2many(
        "volunteer.point.move", "rule_id", string="Points Given by It"
    )

    _points_positive = models.Constraint(
        "CHECK (points > 0 AND year_cap >= 0)",
        "A rule gives points; to take some back, correct a balance.",
    )

    @api.constrains("points", "year_cap")
    def _check_points(self):
        for rule in self:
            try:
                parse_points(rule.points)
                parse_points(rule.year_cap)
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "Points have at most two decimals, and end at a million."
                    )
                ) from None

    def write(self, vals):
        if vals.get("event") and any(
            rule.event != vals["event"] and rule.sudo().move_ids[:1] for rule in self
        ):
            raise UserError(
                self.env._(
                    "This rule has given points already. Archive it, and make another "
                    "one for something else."
                )
            )
        return super().write(vals)


class VolunteerPointMove(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.point.move"  # pylint: disable=consider-merging-classes-inherited

    rule_id = fields.Many2one(
        "volunteer.point.rule",
        string="Point Rule",
        index="btree_not_null",
        ondelete="restrict",
    )
    event_key = fields.Char(help="Which event it was for: none counts twice.")

    _event_unique = models.UniqueIndex(
        "(rule_id, event_key) WHERE event_key IS NOT NULL",
        "This event has got its points.",
    )

    @api.depends("reason", "rule_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = (
                move.reason or move.rule_id.sudo().name or kinds.get(move.kind)
            )
