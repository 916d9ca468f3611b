from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

#: A number that more people share is a switchboard's or a teacher's, not a person's.
MAX_SHARED = 10


class VolunteerDuplicate(models.Model):
    """Pairs of records that may be one person: same phone, name and birth, or number.

    The same ID number cannot be there twice: an index of the database sees to that.
    """

    _name = "volunteer.duplicate"
    _description = "Possible Duplicate"
    _auto = False
    _order = "first_id, second_id"
    _rec_name = "first_id"
    _depends = {
        "volunteer.volunteer": ["name", "active", "merged_into_id", "state"],
        "volunteer.identity": ["volunteer_id", "mobile", "birth_date"],
        "volunteer.external.number": ["volunteer_id", "platform_id", "number"],
        "volunteer.distinct": ["first_id", "second_id"],
    }

    first_id = fields.Many2one(
        "volunteer.volunteer", string="Earlier Record", readonly=True
    )
    second_id = fields.Many2one(
        "volunteer.volunteer", string="Later Record", readonly=True
    )
    first_state = fields.Selection(related="first_id.state", string="Earlier's State")
    second_state = fields.Selection(related="second_id.state", string="Later's State")
    same_mobile = fields.Boolean(readonly=True)
    same_birth = fields.Boolean(string="Same Name and Birth Date", readonly=True)
    same_number = fields.Boolean(string="Same External Number", readonly=True)

    @property
    def _table_query(self):
        # The id holds both records, so that a row keeps it whatever else changes; it
        # stays below 2**53, which is as far as a browser counts.
        return SQL(
            """
            SELECT pair.first_id::bigint * 2147483648 + pair.second_id AS id,
                   pair.first_id, pair.second_id,
                   bool_or(pair.reason = 'mobile') AS same_mobile,
                   bool_or(pair.reason = 'birth') AS same_birth,
                   bool_or(pair.reason = 'number') AS same_number
              FROM (
                SELECT a.volunteer_id AS first_id, b.volunteer_id AS second_id,
                       'mobile' AS reason
                  FROM (SELECT mobile FROM volunteer_identity WHERE mobile <> ''
                         GROUP BY mobile HAVING count(*) BETWEEN 2 AND %(shared)s
                       ) AS shared
                  JOIN volunteer_identity a ON a.mobile = shared.mobile
                  JOIN volunteer_identity b ON b.mobile = shared.mobile
                       AND a.volunteer_id < b.volunteer_id
                 UNION ALL
                SELECT v.id, w.id, 'birth'
                  FROM volunteer_volunteer v
                  JOIN volunteer_identity i ON i.volunteer_id = v.id
                  JOIN volunteer_volunteer w ON w.name = v.name AND v.id < w.id
                  JOIN volunteer_identity j ON j.volunteer_id = w.id
                       AND j.birth_date = i.birth_date
                 UNION ALL
                SELECT m.volunteer_id, n.volunteer_id, 'number'
                  FROM (SELECT number FROM volunteer_external_number
                         GROUP BY number HAVING count(*) BETWEEN 2 AND %(shared)s
                       ) AS shared
                  JOIN volunteer_external_number m ON m.number = shared.number
                  JOIN volunteer_external_number n ON n.number = shared.number
                       AND m.volunteer_id < n.volunteer_id
                   ) AS pair
              JOIN volunteer_volunteer first ON first.id = pair.first_id
                   AND first.active AND first.merged_into_id IS NULL
              JOIN volunteer_volunteer second ON second.id = pair.second_id
                   AND second.active AND second.merged_into_id IS NULL
             WHERE NOT EXISTS (
                   SELECT FROM volunteer_distinct d
                    WHERE d.first_id = pair.first_id AND d.second_id = pair.second_id)
             GROUP BY pair.first_id, pair.second_id
            """,
            shared=MAX_SHARED,
        )

    def action_merge(self):
        """Open the wizard that merges the two records of this pair."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_merge_action"
        )
        volunteers = self.first_id | self.second_id
        return {
            **action,
            "context": {
                "active_model": "volunteer.volunteer",
                "active_ids": volunteers.ids,
            },
        }

    def action_not_same(self):
        """Note that these pairs are different people; they are not proposed again.

        :raise AccessError: not of the volunteer office
        """
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office may do this."))
        self.check_access("read")
        self.env["volunteer.distinct"].sudo().create(
            [
                {"first_id": pair.first_id.id, "second_id": pair.second_id.id}
                for pair in self
            ]
        )
        return True
