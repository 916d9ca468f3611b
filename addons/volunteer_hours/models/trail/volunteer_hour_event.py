from odoo import fields, models
from odoo.tools import SQL


class VolunteerHourEvent(models.Model):
    """What happened to a line and left no other trace; never changed afterwards.

    Decisions stand in ``volunteer.approval``; here stands what overwrites or ends
    them: a decision taken back, a claim withdrawn, changed, submitted again.
    """

    _name = "volunteer.hour.event"
    _description = "Event in the Trail of Service Hours"
    _inherit = ["volunteer.log.mixin"]
    _order = "date, id"
    _rec_name = "kind"
    _log_access = False

    hour_id = fields.Many2one(
        "volunteer.hour", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("submitted", "Submitted for approval"),
            ("approved", "Agreed"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("undone", "Decision taken back"),
            ("changed", "Changed"),
            ("cancelled", "Cancelled"),
            ("off_duty", "Time off confirmed"),
        ],
        required=True,
    )
    date = fields.Datetime(required=True, default=lambda self: fields.Datetime.now())
    # Of deeds before this was kept, nobody knows any more whose they were.
    user_id = fields.Many2one("res.users", ondelete="restrict")
    acting_for_id = fields.Many2one("res.users", ondelete="restrict")
    note = fields.Char()
    old_minutes = fields.Integer(aggregator=None)
    new_minutes = fields.Integer(aggregator=None)

    def init(self):
        """Hold events in the database itself; the note alone may be erased, whole."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION volunteer_hour_event_locked()
            RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND NEW.note IS NULL
                   AND to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note' THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'the trail of service hours does not change'
                    USING ERRCODE = '23514', TABLE = TG_TABLE_NAME,
                          CONSTRAINT = 'volunteer_hour_event_locked';
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS volunteer_hour_event_locked
                ON volunteer_hour_event;
            CREATE TRIGGER volunteer_hour_event_locked
                BEFORE UPDATE OR DELETE ON volunteer_hour_event
                FOR EACH ROW EXECUTE FUNCTION volunteer_hour_event_locked();
            """
        )

    def _erase_notes_sudo(self):
        """Empty what people wrote; that something happened stays.

        By hand, since the log refuses changes; the trigger lets exactly this through.
        """
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                UPDATE volunteer_hour_event SET note = NULL
                 WHERE id IN %s AND note IS NOT NULL
             RETURNING id
                """,
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["note"])


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _erase_sudo(self):
        result = super()._erase_sudo()
        self.env["volunteer.hour.event"].search(
            [("hour_id.volunteer_id", "in", self.ids)]
        )._erase_notes_sudo()
        return result

    def _get_own_data_sudo(self):
        """Add what was decided about one's hours, and what else happened to them."""
        groups = super()._get_own_data_sudo()
        own = [("hour_id.volunteer_id", "in", self._with_merged_sudo().ids)]
        groups["service"] += [
            self._own_section_sudo(
                "hour_decisions",
                self.env._("Decisions on Service Hours"),
                self.env["volunteer.approval"].search(
                    [*own, ("decided_on", "!=", False)]
                ),
                (
                    "hour_id",
                    "state",
                    "decided_by",
                    "acting_for_id",
                    "decided_on",
                    "note",
                    "old_minutes",
                    "new_minutes",
                ),
            ),
            self._own_section_sudo(
                "hour_events",
                self.env._("Trail of Service Hours"),
                self.env["volunteer.hour.event"].search(own),
                (
                    "hour_id",
                    "kind",
                    "date",
                    "user_id",
                    "note",
                    "old_minutes",
                    "new_minutes",
                ),
            ),
        ]
        return groups
