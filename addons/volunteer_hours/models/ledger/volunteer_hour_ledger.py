from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.canonical import VERSION, description_hash, line_digest, new_salt
from ...tools.points import points_hundredths

#: Columns a recorded line never changes: what is hashed, and what the hash stands on.
LOCKED_COLUMNS = (
    "state, company_id, ledger_no, volunteer_id, employee_id, department_id, date, "
    "start, stop, check_in, check_out, minutes, hours, points, source, method, proven, "
    "in_working_time, team_id, project_id, activity_id, signup_id, organiser, "
    "off_duty, off_duty_by, off_duty_on, "
    "organiser_hash, "
    "import_id, import_platform_id, import_key, is_opening, prior_year, "
    "description_hash, reverses_id, notice_id, digest, digest_version, salt, "
    "submitted_by, submitted_on, "
    "exception_by, exception_on, "
    "due_date, quality, quality_date, device_id, auto_closed, end_confirmed_by"
)


class VolunteerHour(models.Model):
    """The ledger: recorded lines, numbered, digested and locked in the database."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def init(self):
        """Hold recorded lines over every path: recompute, SET NULL and raw SQL too.

        The description may be erased, and only whole, together with its salt; what is
        reversed stays so.
        """
        self.env.cr.execute(
            SQL(
                """
            CREATE OR REPLACE FUNCTION volunteer_hour_locked() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'recorded service hours do not change'
                    USING ERRCODE = '23514', TABLE = TG_TABLE_NAME,
                          CONSTRAINT = 'volunteer_hour_locked';
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS volunteer_hour_text_locked ON volunteer_hour;
            CREATE TRIGGER volunteer_hour_text_locked
                BEFORE UPDATE OF description, text_salt ON volunteer_hour
                FOR EACH ROW WHEN (
                    OLD.state = 'recorded'
                    AND (NEW.description IS NOT NULL OR NEW.text_salt IS NOT NULL)
                )
                EXECUTE FUNCTION volunteer_hour_locked();
            DROP TRIGGER IF EXISTS volunteer_hour_locked ON volunteer_hour;
            CREATE TRIGGER volunteer_hour_locked
                BEFORE UPDATE OF %s OR DELETE ON volunteer_hour
                FOR EACH ROW WHEN (OLD.state = 'recorded')
                EXECUTE FUNCTION volunteer_hour_locked();
            DROP TRIGGER IF EXISTS volunteer_hour_reversed_locked ON volunteer_hour;
            CREATE TRIGGER volunteer_hour_reversed_locked
                BEFORE UPDATE OF reversed ON volunteer_hour
                FOR EACH ROW WHEN (OLD.state = 'recorded' AND OLD.reversed)
                EXECUTE FUNCTION volunteer_hour_locked();
            """,
                SQL(LOCKED_COLUMNS),
            )
        )

    def action_reverse(self, reason):
        """Make a submitted reversal of each recorded line.

        The reversal has the same source and proof and negative minutes; it is approved
        and published like any line, and closing its notice marks the original.

        :param str reason: why; stands on the reversal
        :return: ids of the reversals
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or a line is not recorded or was reversed
        """
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office reverses hours."))
        self.check_access("read")
        reason = self._clean_reason(reason)
        for line in self:
            if line.state != "recorded" or line.reversed or line.reverses_id:
                raise UserError(
                    self.env._("“%(line)s” cannot be reversed.", line=line.display_name)
                )
        return self.sudo()._reverse_sudo(reason)

    def _reverse_sudo(self, reason):
        """Submit a reversal of each of these lines; the caller has checked them.

        :return: ids of the reversals
        """
        reversals = self.create([line._prepare_reversal_vals(reason) for line in self])
        # The snapshot stays that of the day: the original's, whatever changed since.
        for line, reversal in zip(self, reversals, strict=True):
            reversal.write(line._prepare_reversal_snapshot())
        reversals._freeze_steps_sudo()
        return reversals.ids

    def _prepare_reversal_vals(self, reason):
        self.ensure_one()
        return {
            "volunteer_id": self.volunteer_id.id,
            "project_id": self.project_id.id,
            "activity_id": self.activity_id.id,
            "date": self.date,
            "minutes": -self.minutes,
            "source": self.source,
            "proven": self.proven,
            "method": self.method,
            "organiser": self.organiser,
            "reverses_id": self.id,
            "description": reason,
        }

    def _prepare_reversal_snapshot(self):
        self.ensure_one()
        return {
            name: self[name].id
            for name in ("employee_id", "department_id", "team_id", "company_id")
        } | {"in_working_time": self.in_working_time}

    # ------------------------------------------------------------------
    # Digests
    # ------------------------------------------------------------------

    # What a digest is made from, with its joins; read in pages, never through the ORM.
    _LEDGER_SELECT = """
        SELECT h.id, h.company_id AS company, h.ledger_no, v.code AS volunteer, h.date,
               h.start, h.stop, h.check_in, h.check_out, h.minutes, h.points, h.source,
               h.method, h.proven, h.in_working_time, h.team_id AS team,
               h.project_id AS project, h.activity_id AS activity, h.organiser_hash,
               h.description_hash, r.ledger_no AS reverses, h.description, h.organiser,
               h.salt, h.text_salt, h.digest, p.point_factor,
               CASE WHEN w.id IS NOT NULL AND h.is_opening IS NOT TRUE
                    THEN c.volunteer_holiday_factor END AS holiday_factor,
               r.points AS reversed_points
          FROM volunteer_hour h
          JOIN volunteer_volunteer v ON v.id = h.volunteer_id
     LEFT JOIN volunteer_project p ON p.id = h.project_id
     LEFT JOIN volunteer_hour r ON r.id = h.reverses_id
     LEFT JOIN res_company c ON c.id = h.company_id
     LEFT JOIN volunteer_working_day w ON w.date = h.date AND w.working = 'rest'
    """

    @staticmethod
    def _get_row_points(row):
        """Return the points of a line; a reversal takes back what was earned.

        Hours without a project, and days that are no public holidays, have factor 1.
        """
        if row["reverses"]:
            return -row["reversed_points"]
        factors = (
            100 if row[name] is None else round(row[name] * 100)
            for name in ("point_factor", "holiday_factor")
        )
        return points_hundredths(row["minutes"], *factors)

    def _record_page_sudo(self, rows, first_no):
        """Record one page of lines and return their digests, in ledger order.

        :param list rows: dictionaries of ``_LEDGER_SELECT``, in ledger order
        :param int first_no: ledger number of the first
        """
        columns = {
            name: []
            for name in (
                "id",
                "no",
                "digest",
                "salt",
                "text_salt",
                "text",
                "organiser",
                "points",
            )
        }
        for ledger_no, row in enumerate(rows, first_no):
            salt, text_salt = new_salt(), new_salt()
            row.update(
                ledger_no=ledger_no,
                points=self._get_row_points(row),
                description_hash=description_hash(text_salt, row["description"]),
                organiser_hash=description_hash(text_salt, row["organiser"]),
            )
            columns["id"].append(row["id"])
            columns["no"].append(ledger_no)
            columns["digest"].append(line_digest(salt, row))
            columns["salt"].append(salt)
            columns["text_salt"].append(text_salt)
            columns["text"].append(row["description_hash"] or None)
            columns["organiser"].append(row["organiser_hash"] or None)
            columns["points"].append(row["points"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE volunteer_hour h
                   SET state = 'recorded', ledger_no = d.no, digest = d.digest,
                       salt = d.salt, text_salt = d.text_salt,
                       description_hash = d.text, organiser_hash = d.organiser,
                       points = d.points,
                       digest_version = %s, write_uid = %s,
                       write_date = now() AT TIME ZONE 'UTC'
                  FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[], %s::text[],
                              %s::text[], %s::text[], %s::int[])
                       AS d(id, no, digest, salt, text_salt, text, organiser, points)
                 WHERE h.id = d.id
                """,
                VERSION,
                self.env.uid,
                *columns.values(),
            )
        )
        return columns["digest"]
