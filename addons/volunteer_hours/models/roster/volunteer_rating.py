from odoo import api, fields, models
from odoo.exceptions import UserError

#: Quality is an opinion until the hours are shown to the public; then it is settled.
SETTLED_STATES = ("published", "recorded")
BEST = 5


class VolunteerSignup(models.Model):
    """Quality of a person's service, given by its leader (民政部令第67号, Art. 10)."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    quality = fields.Integer(
        readonly=True,
        copy=False,
        aggregator="avg",
        help="1 to 5, given on the day by whoever leads the activity.",
    )
    quality_note = fields.Char(string="Remark", readonly=True, copy=False)
    quality_date = fields.Date(readonly=True, copy=False)

    _quality_range = models.Constraint(
        "CHECK (quality BETWEEN 0 AND 5)", "Quality goes from 1 to 5."
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "quality",
            "quality_note",
            "quality_date",
        )

    def action_rate(self, quality, note=None):
        """Say how good these people's service was.

        May be said again until the hours are in a public notice; the hours carry what
        was said last.

        :param int quality: 1 to 5; 0 takes the mark back
        :param str note: a remark the volunteer may read; unchanged if ``None``
        :raise AccessError: not in charge of the activity
        :raise UserError: no such mark, one's own service, nobody was there, or the
            hours have been published
        """
        self._check_in_charge()
        if type(quality) is not int or not 0 <= quality <= BEST:
            raise UserError(self.env._("Quality goes from 1 to 5."))
        if note is not None and not isinstance(note, str):
            raise UserError(self.env._("A remark is a text."))
        signups = self.sudo()
        for signup in signups:
            signup._check_ratable_sudo(self.env.user)
        vals = {
            "quality": quality,
            "quality_date": signups.company_id[:1]._get_volunteer_today()
            if quality
            else False,
        }
        if note is not None:
            vals["quality_note"] = note.strip()[:500] or False
        signups.write(vals)
        signups._copy_quality_sudo()
        return True

    def _check_ratable_sudo(self, user):
        """:raise UserError: why this person's service cannot be marked by this user"""
        name = self.volunteer_id.name
        if self.state != "attended":
            raise UserError(
                self.env._(
                    "%(name)s has not been there: quality is of a service.", name=name
                )
            )
        if self.volunteer_id.user_id == user and not self.env.user._is_superuser():
            raise UserError(
                self.env._("Nobody gives a mark to themselves; ask another leader.")
            )
        if any(line.state in SETTLED_STATES for line in self._get_live_lines()):
            raise UserError(
                self.env._(
                    "The hours of %(name)s have been published; the mark is settled.",
                    name=name,
                )
            )

    def _copy_quality_sudo(self):
        """Let the hours carry the marks of their sign-ups, one write a mark."""
        for (quality, date), signups in self.grouped(
            lambda signup: (signup.quality, signup.quality_date)
        ).items():
            signups.hour_ids.filtered(
                lambda line: line.state not in SETTLED_STATES and not line.reverses_id
            ).write({"quality": quality, "quality_date": date})

    def _check_out_sudo(self, when, **options):
        lines = super()._check_out_sudo(when, **options)
        # A mark may be given before the person has left.
        self.filtered("quality")._copy_quality_sudo()
        return lines


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_data_sudo(self):
        """Add what leaders said of this person's services (民政部令第67号, Art. 12)."""
        groups = super()._get_own_data_sudo()
        groups["evaluation"].append(
            self._own_section_sudo(
                "marks",
                self.env._("Leaders' Marks and Remarks"),
                self.env["volunteer.signup"].search(
                    [
                        ("volunteer_id", "in", self._with_merged_sudo().ids),
                        "|",
                        ("quality", ">", 0),
                        ("quality_note", "!=", False),
                    ]
                ),
                ("quality_date", "activity_id", "quality", "quality_note"),
            )
        )
        return groups
