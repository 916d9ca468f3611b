from odoo import fields, models

from ...tools.register_headings import TARGETS


class VolunteerImportHeading(models.Model):
    """What a unit chose for a heading before, and is offered the next time."""

    _name = "volunteer.import.heading"
    _description = "Remembered Heading"
    _order = "name"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="Heading", required=True)
    target = fields.Selection(
        selection=lambda self: self.env["volunteer.import.column"]._get_targets(),
        string="Holds",
        help="Empty: such a column is not imported.",
    )

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "This heading is remembered already."
    )

    def _remember_sudo(self, company, chosen):
        """Remember what was chosen for headings.

        :param company: the unit
        :param dict chosen: ``{normalised heading: target, or False}``
        """
        known = {
            heading.name: heading
            for heading in self.search(
                [("company_id", "=", company.id), ("name", "in", list(chosen))]
            )
        }
        for name, target in chosen.items():
            target = target if target in TARGETS else False
            if name in known and known[name].target != target:
                known[name].target = target
        self.create(
            [
                {"company_id": company.id, "name": name, "target": target}
                for name, target in chosen.items()
                if name not in known
            ]
        )
