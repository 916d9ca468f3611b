from odoo import api, fields, models
from odoo.exceptions import UserError

#: What an inspector may write.
INPUT_FIELDS = frozenset(("rating", "score", "note", "photo"))


class VolunteerInspectionScore(models.Model):
    """One item of the checklist, as it was found at one subject."""

    _name = "volunteer.inspection.score"
    _description = "Answer to a Checklist Item"
    _inherit = ["volunteer.guard.mixin", "volunteer.photo.mixin"]
    _order = "subject_id, sequence, id"

    _photo_field = "photo"
    _guarded_fields = (
        "subject_id",
        "inspection_id",
        "company_id",
        "name",
        "description",
        "sequence",
        "max_score",
    )

    subject_id = fields.Many2one(
        "volunteer.inspection.subject", required=True, index=True, ondelete="cascade"
    )
    inspection_id = fields.Many2one(
        related="subject_id.inspection_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="subject_id.inspection_id.company_id",
        store=True,
        index=True,
        precompute=True,
    )
    # As the checklist was when the inspection began.
    name = fields.Char(string="Item", required=True, readonly=True)
    description = fields.Char(string="What to Look at", readonly=True)
    sequence = fields.Integer(readonly=True)
    max_score = fields.Integer(string="Most Points", required=True, readonly=True)
    rating = fields.Selection(
        [
            ("met", "Met"),
            ("partly", "Partly met"),
            ("missed", "Not met"),
            ("na", "Does not apply"),
        ],
        string="Found",
    )
    score = fields.Integer(
        compute="_compute_score",
        store=True,
        readonly=False,
        aggregator="sum",
    )
    note = fields.Char(string="Remark")
    photo = fields.Image(attachment=True)

    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND max_score)",
        "Points lie between 0 and the most an item is worth.",
    )

    @api.depends("rating", "max_score")
    def _compute_score(self):
        """Propose the points; the inspector may write others where partly met."""
        for score in self:
            score.score = {"met": score.max_score, "partly": score.max_score // 2}.get(
                score.rating, 0
            )

    def write(self, vals):
        if not self.env.su and INPUT_FIELDS & vals.keys():
            if any(score.inspection_id.state != "running" for score in self):
                raise UserError(
                    self.env._("This inspection is not under way (any more).")
                )
        result = super().write(vals)
        if not self.env.su and "score" in vals:
            self._check_score()
        return result

    def _check_score(self):
        """:raise UserError: points that do not go with what was found"""
        for score in self:
            full = {"met": score.max_score, "missed": 0, "na": 0, False: 0}
            wanted = full.get(score.rating, score.score)
            if score.score != wanted:
                raise UserError(
                    self.env._(
                        "“%(item)s”: choose “Partly met” for points between none and "
                        "all.",
                        item=score.name,
                    )
                )

    def action_rate(self, rating, note=None):
        """Say what was found for these items.

        :param str rating: ``met``, ``partly``, ``missed`` or ``na``
        :param str note: a remark, or nothing to keep the one there is
        :raise AccessError: neither an inspector nor of the volunteer office
        :raise UserError: no such answer, or the inspection is not under way
        """
        self.check_access("write")
        if rating not in dict(self._fields["rating"].selection):
            raise UserError(self.env._("Choose what you found."))
        vals = {"rating": rating}
        if note is not None:
            vals["note"] = str(note)
        self.write(vals)
        return True

    def action_all_met(self):
        """Say of these that they are met, where nothing was said yet."""
        return self.filtered(lambda score: not score.rating).action_rate("met")
