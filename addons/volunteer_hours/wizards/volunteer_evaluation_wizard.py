from odoo import api, fields, models
from odoo.exceptions import UserError

#: For whom a sheet waits that takes an opinion of this step.
TURNS = {
    "self": "self",
    "department": "department",
    "committee": "committee",
    "confirm": "hr",
}


class VolunteerEvaluationWizard(models.TransientModel):
    """Write one opinion on one sheet or on many: “agreed” is the usual one."""

    _name = "volunteer.evaluation.wizard"
    _description = "Opinion on Evaluation Sheets"

    step = fields.Selection(
        [
            ("self", "Own remark"),
            ("department", "Opinion of the department"),
            ("committee", "Opinion of the committee"),
            ("confirm", "Opinion of Human Resources"),
        ],
        required=True,
        readonly=True,
        default="department",
    )
    sheet_ids = fields.Many2many(
        "volunteer.evaluation",
        string="Sheets",
        readonly=True,
        default=lambda self: self._default_sheet_ids(),
    )
    sheet_count = fields.Integer(
        string="Number of Sheets", compute="_compute_sheet_count"
    )
    left_count = fields.Integer(
        string="Sheets Left as They Are", compute="_compute_sheet_count"
    )
    text = fields.Text(default=lambda self: self._default_text())
    with_result = fields.Boolean(
        string="Other Points or Grade",
        help="Instead of score and proposed grade, or of what was loaded from a file.",
    )
    points = fields.Float(string="Points into the Appraisal", digits=(16, 2))
    grade = fields.Char()

    @api.model
    def _get_chosen(self):
        """Return the sheets that were chosen in the list, or the one on the form."""
        context = self.env.context
        if context.get("active_model") != "volunteer.evaluation":
            return self.env["volunteer.evaluation"]
        return self.env["volunteer.evaluation"].browse(context.get("active_ids") or [])

    @api.model
    def _default_sheet_ids(self):
        """Return what waits for the user among many; where nothing does, all of it.

        So that a whole list can be chosen, and the method says what is wrong with one.
        """
        chosen = self._get_chosen()
        turn = TURNS.get(self.env.context.get("default_step", "department"))
        mine = chosen.filtered(
            lambda sheet: sheet.is_current and sheet.my_turn and sheet.waits_for == turn
        )
        return mine or chosen

    @api.model
    def _default_text(self):
        if self.env.context.get("default_step") == "self":
            return False
        return self.env._("Agreed.")

    @api.depends("sheet_ids")
    def _compute_sheet_count(self):
        for wizard in self:
            wizard.sheet_count = len(wizard.sheet_ids)
            wizard.left_count = len(self._get_chosen() - wizard.sheet_ids._origin)

    @api.onchange("with_result")
    def _onchange_with_result(self):
        if self.with_result and len(self.sheet_ids) == 1:
            self.points = self.sheet_ids.final_score or self.sheet_ids.score
            self.grade = self.sheet_ids.final_grade or self.sheet_ids.grade

    def action_confirm(self):
        """Write the opinion on the chosen sheets.

        :raise UserError: no sheet is chosen, or what the sheets' own methods say
        """
        self.ensure_one()
        sheets = self.sheet_ids
        if not sheets:
            raise UserError(self.env._("Please select at least one sheet."))
        if self.step == "self":
            sheets.action_remark(self.text)
        elif self.step == "department":
            sheets.action_department(self.text)
        elif self.step == "committee":
            sheets.action_committee(self.text)
        elif self.with_result:
            sheets.action_confirm(self.text, self.points, self.grade)
        else:
            sheets.action_confirm(self.text)
        return {"type": "ir.actions.act_window_close"}
