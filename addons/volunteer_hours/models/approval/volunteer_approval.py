from odoo import api, fields, models
from odoo.exceptions import UserError

from .volunteer_approval_step import STEP_KINDS

#: To whom a step falls when nobody is found for it, or nobody decides.
OFFICE_KINDS = [("office", "Volunteer office"), ("executive", "Executive in charge")]


class VolunteerApproval(models.Model):
    """One step of one line, frozen when the line was submitted, and its outcome."""

    _name = "volunteer.approval"
    _description = "Approval of Service Hours"
    _order = "hour_id, sequence, id"
    _rec_name = "hour_id"
    _log_access = False

    hour_id = fields.Many2one(
        "volunteer.hour", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(required=True)
    approver_id = fields.Many2one("res.users", ondelete="restrict")
    group_id = fields.Many2one("res.groups", ondelete="restrict")
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("pending", "To decide"),
            ("approved", "Agreed"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("forwarded", "Handed on"),
            ("escalated", "Gone up"),
            ("skipped", "Agreed before"),
        ],
        required=True,
        default="waiting",
    )
    kind = fields.Selection(
        STEP_KINDS + OFFICE_KINDS, string="As", help="As what this approver is asked."
    )
    pending_since = fields.Datetime(help="Since when it is this step's turn.")
    decided_by = fields.Many2one(
        "res.users", ondelete="restrict", index="btree_not_null"
    )
    acting_for_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        help="For whom a stand-in or a colleague decided.",
    )
    decided_on = fields.Datetime()
    note = fields.Char()
    old_minutes = fields.Integer(aggregator=None)
    new_minutes = fields.Integer(aggregator=None)

    _one_target = models.Constraint(
        "CHECK (num_nonnulls(approver_id, group_id) = 1)",
        "A step is decided by one user or by one group.",
    )

    _waiting_longest = models.Index("(pending_since) WHERE state = 'pending'")

    def init(self):
        """Lock the decisions of recorded lines in the database itself.

        The note alone may be erased, and only whole: it can name the volunteer.
        """
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION volunteer_approval_locked() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND NEW.note IS NULL
                   AND to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note' THEN
                    RETURN NEW;
                END IF;
                IF (SELECT state FROM volunteer_hour
                     WHERE id = OLD.hour_id) = 'recorded' THEN
                    RAISE EXCEPTION 'decisions on recorded hours do not change'
                        USING ERRCODE = '23514', TABLE = TG_TABLE_NAME,
                              CONSTRAINT = 'volunteer_approval_locked';
                END IF;
                IF TG_OP = 'DELETE' THEN
                    RETURN OLD;
                END IF;
                RETURN NEW;
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS volunteer_approval_locked ON volunteer_approval;
            CREATE TRIGGER volunteer_approval_locked
                BEFORE UPDATE OR DELETE ON volunteer_approval
                FOR EACH ROW EXECUTE FUNCTION volunteer_approval_locked();
            """
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if any(approval.hour_id.state != "draft" for approval in self):
            raise UserError(self.env._("Decisions are kept with their hours."))
