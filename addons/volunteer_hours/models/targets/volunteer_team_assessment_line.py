from odoo import api, fields, models
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

#: What people write; the rest comes from the figures.
OPINION = {"opinion"}


class VolunteerTeamAssessmentLine(models.Model):
    """One team or department: figures, score, grade, and what is said about it."""

    _name = "volunteer.team.assessment.line"
    _description = "Assessed Team or Department"
    _inherit = ["volunteer.guard.mixin", "volunteer.evaluation.calculation"]
    _order = "assessment_id, score desc, id"
    _rec_name = "name"

    assessment_id = fields.Many2one(
        "volunteer.team.assessment", required=True, index=True, ondelete="cascade"
    )
    # Copies for the rules of records.
    company_id = fields.Many2one(
        "res.company", string="Unit", required=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(related="assessment_id.state")
    team_id = fields.Many2one(
        "volunteer.team", index="btree_not_null", ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", ondelete="restrict"
    )
    name = fields.Char(required=True)
    hours = fields.Float(digits=(16, 2))
    hours_proven = fields.Float(digits=(16, 2))
    hours_claimed = fields.Float(digits=(16, 2))
    heads = fields.Float(string="Heads on Average", digits=(16, 2))
    hours_per_head = fields.Float(
        string="Hours a Head", digits=(16, 2), aggregator="avg"
    )
    attainment = fields.Float(
        string="Share of the Aim (%)", digits=(16, 2), aggregator="avg"
    )
    registered = fields.Float(
        string="Staff Registered (%)", digits=(16, 2), aggregator="avg"
    )
    activities = fields.Integer()
    services = fields.Integer()
    served = fields.Integer(string="People Served")
    quality = fields.Float(string="Average Quality", digits=(16, 2), aggregator="avg")
    on_time = fields.Float(
        string="Recorded on Time (%)", digits=(16, 2), aggregator="avg"
    )
    inspection = fields.Float(
        string="Score of Inspections (%)", digits=(16, 2), aggregator="avg"
    )
    score = fields.Float(digits=(16, 2), aggregator="avg")
    grade = fields.Char()
    opinion = fields.Text(help="What the office adds; it does not change the score.")

    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(team_id, department_id) = 1)",
        "A row is about one team or one department.",
    )
    _once = models.UniqueIndex(
        "(assessment_id, team_id, department_id) NULLS NOT DISTINCT",
        "This team or department is on the list already.",
    )

    def init(self):
        """Hold rows of confirmed assessments against raw SQL too."""
        result = super().init()
        self.env.cr.execute(
            SQL(
                """
            CREATE OR REPLACE FUNCTION volunteer_team_assessment_locked()
            RETURNS trigger AS $$
            BEGIN
                IF EXISTS (SELECT FROM volunteer_team_assessment a
                            WHERE a.id = OLD.assessment_id
                              AND a.state = 'confirmed') THEN
                    RAISE EXCEPTION 'a confirmed assessment does not change'
                        USING ERRCODE = '23514', TABLE = TG_TABLE_NAME,
                              CONSTRAINT = 'volunteer_team_assessment_locked';
                END IF;
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS volunteer_team_assessment_locked
                ON volunteer_team_assessment_line;
            CREATE TRIGGER volunteer_team_assessment_locked
                BEFORE UPDATE OR DELETE ON volunteer_team_assessment_line
                FOR EACH ROW EXECUTE FUNCTION volunteer_team_assessment_locked();
                """
            )
        )
        return result

    @api.model
    def _get_guarded_fields(self):
        """Return every field but the opinion."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and name not in OPINION and name not in MAGIC_COLUMNS
        ]

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self._check_draft()

    def _check_draft(self):
        """:raise UserError: a row of a confirmed assessment"""
        self.sudo().assessment_id._check_draft()
