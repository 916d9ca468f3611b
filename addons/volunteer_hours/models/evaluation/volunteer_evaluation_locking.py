from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: What never changes once a sheet is confirmed: who, when, figures, scheme, result.
LOCKED_COLUMNS = (
    "round_id",
    "company_id",
    "volunteer_id",
    "employee_id",
    "department_id",
    "date_from",
    "date_to",
    "version",
    "previous_id",
    "state",
    "minutes_proven",
    "minutes_claimed",
    "hours_proven",
    "hours_claimed",
    "hours_elsewhere",
    "services",
    "quality",
    "honours",
    "no_shows",
    "target_hours",
    "attainment",
    "score",
    "grade",
    "calculation",
    "scheme",
    "self_on",
    "department_by_id",
    "department_on",
    "committee_by_id",
    "committee_on",
    "hr_by_id",
    "hr_on",
    "final_score",
    "final_grade",
    "is_result_given",
)
#: What erasing a person's data may empty, and nobody may rewrite.
ERASABLE_COLUMNS = (
    "self_text",
    "department_text",
    "committee_text",
    "hr_text",
    "return_reason",
    "correction_reason",
)
#: What stands in place of a name that was erased.
NO_NAME = "–"
#: What may change for ever: a newer version takes a sheet's place.
FREE_FIELDS = {"is_current"}


class VolunteerEvaluation(models.Model):
    """A confirmed sheet stays as it is, over every path; only erasure empties texts."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation"  # pylint: disable=consider-merging-classes-inherited

    def init(self):
        """Hold confirmed sheets against raw SQL and recomputing too."""
        result = super().init()
        self.env.cr.execute(
            SQL(
                """
            CREATE OR REPLACE FUNCTION volunteer_evaluation_locked()
            RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'a confirmed evaluation sheet does not change'
                    USING ERRCODE = '23514', TABLE = TG_TABLE_NAME,
                          CONSTRAINT = 'volunteer_evaluation_locked';
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS volunteer_evaluation_locked ON volunteer_evaluation;
            CREATE TRIGGER volunteer_evaluation_locked
                BEFORE UPDATE OF %(locked)s OR DELETE ON volunteer_evaluation
                FOR EACH ROW WHEN (OLD.state = 'confirmed')
                EXECUTE FUNCTION volunteer_evaluation_locked();
            DROP TRIGGER IF EXISTS volunteer_evaluation_text_locked
                ON volunteer_evaluation;
            CREATE TRIGGER volunteer_evaluation_text_locked
                BEFORE UPDATE OF volunteer_name, %(texts)s ON volunteer_evaluation
                FOR EACH ROW WHEN (
                    OLD.state = 'confirmed'
                    AND (NEW.volunteer_name <> %(no_name)s
                         OR num_nonnulls(%(new_texts)s) > 0)
                )
                EXECUTE FUNCTION volunteer_evaluation_locked();
            """,
                locked=SQL(", ").join(map(SQL.identifier, LOCKED_COLUMNS)),
                texts=SQL(", ").join(map(SQL.identifier, ERASABLE_COLUMNS)),
                new_texts=SQL(", ").join(
                    SQL("NEW.%s", SQL.identifier(name)) for name in ERASABLE_COLUMNS
                ),
                no_name=NO_NAME,
            )
        )
        return result

    def write(self, vals):
        # Users are told by the guard that only buttons write here.
        if self.env.su and vals.keys() - FREE_FIELDS:
            self._check_not_confirmed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self._check_not_confirmed()

    def _check_not_confirmed(self):
        """:raise UserError: names the sheets that are confirmed"""
        settled = self.sudo().filtered(lambda sheet: sheet.state == "confirmed")
        if settled:
            raise UserError(
                self.env._(
                    "Confirmed sheets stay as they are: %(names)s. A correction makes "
                    "a new version.",
                    names=settled[:5].mapped("volunteer_name"),
                )
            )

    def _erase_texts_sudo(self):
        """Empty name and opinions, of confirmed sheets too; the caller checked why.

        By hand, since ``write`` refuses confirmed sheets; the trigger lets exactly
        this through. Figures and result stay, without saying whose they were.
        """
        self.flush_recordset()
        texts = [SQL.identifier(name) for name in ERASABLE_COLUMNS]
        self.env.execute_query(
            SQL(
                "UPDATE volunteer_evaluation SET volunteer_name = %s, %s "
                "WHERE id IN %s RETURNING id",
                NO_NAME,
                SQL(", ").join(SQL("%s = NULL", name) for name in texts),
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["volunteer_name", *ERASABLE_COLUMNS])
