from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class VolunteerVolunteer(models.Model):
    """Service hours in a person's own copy, and what erasure takes from them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_data_sudo(self):
        """Add the hours of this record and of the duplicates merged into it."""
        groups = super()._get_own_data_sudo()
        people = self._with_merged_sudo()
        hours = self.env["volunteer.hour"].search([("volunteer_id", "in", people.ids)])
        groups["service"].append(
            self._own_section_sudo(
                "hours",
                self.env._("Service Hours"),
                hours,
                (
                    "date",
                    "activity_id",
                    "project_id",
                    "description",
                    "organiser",
                    "company_id",
                    "start",
                    "stop",
                    "minutes",
                    "hours",
                    "source",
                    "proven",
                    "in_working_time",
                    "late_reason",
                    "override_reason",
                    "prior_year",
                    "points",
                    "state",
                    "ledger_no",
                    "reversed",
                ),
            )
        )
        groups["award"].append(
            self._own_section_sudo(
                "awards",
                self.env._("Honours"),
                self.env["volunteer.award"].search(
                    [("volunteer_id", "in", people.ids)]
                ),
                (
                    "state",
                    "date",
                    "reached_on",
                    "name",
                    "granted_by",
                    "company_id",
                    "is_outside",
                    "proof_name",
                    "decision_note",
                    "note",
                ),
            )
        )
        groups["evaluation"].append(
            self._own_section_sudo(
                "quality",
                self.env._("Service Quality"),
                hours.filtered("quality"),
                ("date", "activity_id", "quality", "quality_date"),
            )
        )
        return groups

    def _check_erasable_sudo(self):
        """Whoever is checked in is checked out first, or the stay would stay open."""
        result = super()._check_erasable_sudo()
        open_lines = self.env["volunteer.hour"].search(
            [("volunteer_id", "in", self.ids), ("state", "=", "open")]
        )
        if open_lines:
            activities = open_lines.activity_id
            raise UserError(
                self.env._(
                    "%(names)s: still checked in at “%(activities)s”. Please ask "
                    "%(leaders)s to check them out first.",
                    names=open_lines.volunteer_id.mapped("name"),
                    activities=activities.mapped("display_name"),
                    leaders=activities._get_managers_sudo().mapped("name")
                    or self.env._("whoever leads the activity"),
                )
            )
        return result

    def _erase_sudo(self):
        """Empty what people wrote about their services; the hours themselves stay.

        The digest of a recorded line holds a salted hash of the text, so that emptying
        text and salt together leaves the ledger's proof as it was.
        """
        result = super()._erase_sudo()
        lines = self.env["volunteer.hour"].search([("volunteer_id", "in", self.ids)])
        lines._erase_texts_sudo()
        lines.approval_ids._erase_notes_sudo()
        rated = self.env["volunteer.signup"].search(
            [("volunteer_id", "in", self.ids), ("quality_note", "!=", False)]
        )
        rated.write({"quality_note": False})
        awards = self.env["volunteer.award"].search([("volunteer_id", "in", self.ids)])
        # That there was a proof is part of an honour from outside; its file goes.
        awards.write(
            {"proof": False, "note": False, "proof_name": "–", "decision_note": False}
        )
        return result


class VolunteerHour(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _erase_texts_sudo(self):
        """Empty descriptions, of recorded lines too; the caller has checked why.

        By hand, since ``write`` refuses recorded lines; the trigger lets exactly this
        through.
        """
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                UPDATE volunteer_hour
                   SET description = NULL, text_salt = NULL,
                       late_reason = NULL, override_reason = NULL
                 WHERE id IN %s
                   AND num_nonnulls(description, text_salt, late_reason,
                                    override_reason) > 0
             RETURNING id
                """,
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(
            ["description", "text_salt", "late_reason", "override_reason"]
        )


class VolunteerApproval(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.approval"  # pylint: disable=consider-merging-classes-inherited

    def _erase_notes_sudo(self):
        """Empty what approvers wrote, on recorded lines too; the decisions stay.

        By hand, since ``write`` refuses decisions; the trigger lets exactly this
        through.
        """
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                UPDATE volunteer_approval SET note = NULL
                 WHERE id IN %s AND note IS NOT NULL
             RETURNING id
                """,
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["note"])
