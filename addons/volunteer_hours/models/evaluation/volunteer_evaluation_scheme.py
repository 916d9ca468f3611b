from odoo import api, fields, models


class VolunteerEvaluationScheme(models.Model):
    """How figures become a score: no official table exists, so it is configuration.

    The shipped scheme only adds points, with a cap; deductions and veto exist, and are
    off: nobody is forced to serve (domain: 志愿服务条例, Art. 25).
    """

    _name = "volunteer.evaluation.scheme"
    _description = "Evaluation Scheme"
    _inherit = ["volunteer.guard.mixin"]
    _order = "sequence, name, version desc, id desc"

    _guarded_fields = ("version",)

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    version = fields.Integer(
        default=1, readonly=True, copy=False, help="Goes up with every change."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        index=True,
        ondelete="restrict",
        help="Empty: for every unit.",
    )
    subject = fields.Selection(
        [("person", "Volunteers"), ("team", "Teams"), ("department", "Departments")],
        required=True,
        default="person",
    )
    cap = fields.Float(
        string="At Most",
        digits=(16, 2),
        help="The score never exceeds this; 0: no limit.",
    )
    line_ids = fields.One2many(
        "volunteer.evaluation.scheme.line",
        "scheme_id",
        string="Rules",
        copy=True,
        # Rules that are off stay in sight.
        context={"active_test": False},
    )
    grade_ids = fields.One2many(
        "volunteer.evaluation.grade", "scheme_id", string="Grades", copy=True
    )
    note = fields.Text(string="Source", help="The paper that laid these rules down.")

    _cap_positive = models.Constraint("CHECK (cap >= 0)", "A limit is not below zero.")

    @api.model_create_multi
    def create(self, vals_list):
        schemes = super().create(vals_list)
        schemes._start_counting_sudo()
        return schemes

    def _start_counting_sudo(self):
        """Begin at version 1: the first rules of a scheme are no change of it."""
        for scheme in self.sudo().filtered(lambda scheme: scheme.version != 1):
            scheme.write({"version": 1})

    def write(self, vals):
        if vals.keys() == {"version"}:
            return super().write(vals)
        before = {scheme: scheme._freeze() for scheme in self}
        result = super().write(vals)
        self._count_versions_sudo(before)
        return result

    def copy_data(self, default=None):
        """Call copies so: a scheme's name tells which one it is."""
        vals_list = super().copy_data(default)
        if not (default or {}).get("name"):
            for scheme, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=scheme.name)
        return vals_list

    def _count_versions_sudo(self, before):
        """Count a version up where the rules are no longer those of ``before``.

        One save counts once, however many rules it changed: the outermost write
        compares with what was before all of them.

        :param dict before: ``{scheme: what _freeze() returned}``
        """
        for scheme in self.exists():
            if scheme in before and scheme._freeze() != before[scheme]:
                scheme.sudo().write({"version": before[scheme]["version"] + 1})

    def _freeze(self):
        """Return the rules as :func:`tools.evaluation.score` takes them.

        What is kept on sheets: a change of the scheme does not reach them.

        :return: a dict that can be stored as JSON; names in the user's language
        """
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "version": self.version,
            "cap": self.cap,
            "rules": [
                line._freeze()
                for line in self.line_ids.filtered("active").sorted(
                    lambda line: (line.sequence, line._origin.id or 0)
                )
            ],
            "grades": [
                {"name": grade.name, "minimum": grade.minimum}
                for grade in self.grade_ids.sorted("minimum", reverse=True)
            ],
        }

    @api.model
    def _get_shipped_sudo(self, subject="person", company=None):
        """Return the scheme that a unit would take: its own before everybody's."""
        schemes = self.sudo().search(
            [
                ("subject", "=", subject),
                ("company_id", "in", (False, *(company or self.env.company).ids)),
            ]
        )
        return (schemes.filtered("company_id") or schemes)[:1]
