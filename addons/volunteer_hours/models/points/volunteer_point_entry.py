from odoo import api, fields, models
from odoo.tools import SQL


class VolunteerPointEntry(models.Model):
    """The history of points: what hours earned, and the moves between them.

    A view of the database: nothing of it is stored twice.
    """

    _name = "volunteer.point.entry"
    _description = "History of Points"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "kind"
    _depends = {
        "volunteer.hour": ["volunteer_id", "company_id", "date", "points", "state"],
        "volunteer.point.account": ["volunteer_id"],
        "volunteer.point.move": ["account_id", "company_id", "date", "hundredths"],
    }

    # Whose record it was entered for; a merged one's belong to the one that was kept.
    volunteer_id = fields.Many2one("volunteer.volunteer", readonly=True)
    company_id = fields.Many2one("res.company", string="Unit", readonly=True)
    date = fields.Date(readonly=True)
    kind = fields.Selection("_get_kinds", readonly=True)
    hundredths = fields.Integer(string="Points (hundredths)", readonly=True)
    points = fields.Float(digits=(16, 2), compute="_compute_points")
    hour_id = fields.Many2one("volunteer.hour", string="Service Hours", readonly=True)
    move_id = fields.Many2one("volunteer.point.move", readonly=True)
    about = fields.Char(compute="_compute_about")

    @api.model
    def _get_kinds(self):
        moves = self.env["volunteer.point.move"]._fields["kind"]
        own = {
            "hours": self.env._("Service Hours"),
            "reversal": self.env._("Hours taken back"),
        }
        return [*own.items(), *moves._description_selection(self.env)]

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT h.id::bigint * 2 AS id, h.volunteer_id, h.company_id, h.date,
                   CASE WHEN h.reverses_id IS NULL THEN 'hours' ELSE 'reversal' END
                       AS kind,
                   h.points AS hundredths, h.id AS hour_id, NULL::int AS move_id
              FROM volunteer_hour h
             WHERE h.state = 'recorded' AND h.points <> 0
         UNION ALL
            SELECT m.id::bigint * 2 + 1, a.volunteer_id, m.company_id, m.date,
                   m.kind, m.hundredths, NULL, m.id
              FROM volunteer_point_move m
              JOIN volunteer_point_account a ON a.id = m.account_id
            """
        )

    @api.depends("hundredths")
    def _compute_points(self):
        for entry in self:
            entry.points = entry.hundredths / 100

    @api.depends("hour_id", "move_id")
    def _compute_about(self):
        """Say what it was: the service, the reason, or the rule's name.

        Names only, as superuser: another unit's project is not open to all.
        """
        for entry in self:
            line = entry.hour_id.sudo()
            entry.about = (
                line.activity_id.name or line.project_id.name or line.organiser
                if line
                else entry.move_id.sudo().display_name
            )
