from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerJuryCriterion(models.Model):
    """One thing a jury looks at, and the most points it is worth."""

    _name = "volunteer.jury.criterion"
    _description = "Criterion of a Jury"
    _order = "sequence, id"

    name = fields.Char(string="Criterion", required=True)
    description = fields.Char(string="What Counts")
    sequence = fields.Integer(default=10)
    max_points = fields.Integer(string="Most Points", required=True, default=10)
    commendation_id = fields.Many2one(
        "volunteer.commendation", index="btree_not_null", ondelete="cascade"
    )
    contest_id = fields.Many2one(
        "volunteer.contest", index="btree_not_null", ondelete="cascade"
    )

    _one_round = models.Constraint(
        "CHECK (num_nonnulls(commendation_id, contest_id) = 1)",
        "A criterion belongs to one commendation or one contest.",
    )
    _max_points_range = models.Constraint(
        "CHECK (max_points BETWEEN 1 AND 1000)",
        "A criterion is worth 1 to 1000 points.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria._check_still_open()
        return criteria

    def write(self, vals):
        judged = vals.keys() - {"description", "sequence"}
        if judged:
            self._check_still_open()
        if judged - {"name"}:
            self._check_not_given()
        result = super().write(vals)
        if judged:
            # Of what it was moved to, too.
            self._check_still_open()
        return result

    def _check_not_given(self):
        """:raise UserError: points were given by it before nominations were reopened"""
        given = self.env["volunteer.jury.score"].sudo()
        given = given.search([("criterion_id", "in", self.ids)])
        if any(given.mapped("is_given")):
            raise UserError(
                self.env._(
                    "“%(name)s” has points already. Delete it with its points, and "
                    "add another one.",
                    name=given.filtered("is_given")[0].criterion_id.name,
                )
            )
        # The jury gets rows for what it is now worth.
        given.unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_judged(self):
        self._check_still_open()

    def _check_still_open(self):
        """:raise UserError: the jury gives its points already, or did"""
        for criterion in self.sudo():
            one = criterion.commendation_id or criterion.contest_id
            if one.state not in ("draft", "nomination", "open"):
                raise UserError(
                    self.env._(
                        "The jury of “%(name)s” is at work, or was: its criteria no "
                        "longer change.",
                        name=one.name,
                    )
                )
