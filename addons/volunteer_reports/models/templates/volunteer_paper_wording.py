from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.own_paper import check_wording


class VolunteerPaperWording(models.Model):
    """One term of a paper, and how a hospital puts it."""

    _name = "volunteer.paper.wording"
    _description = "Wording of a Paper"
    _order = "template_id, id"
    _rec_name = "term"

    template_id = fields.Many2one(
        "volunteer.paper.template", required=True, index=True, ondelete="cascade"
    )
    term = fields.Char(string="The Paper Says", required=True)
    replacement = fields.Char(string="We Say", help="Empty: as it is.")

    _term_unique = models.UniqueIndex(
        "(template_id, term)", "This term stands in the list already."
    )

    @api.constrains("term", "replacement")
    def _check_term(self):
        for wording in self:
            problem = check_wording(wording.term, wording.replacement or "")
            if problem == "short":
                raise ValidationError(
                    self.env._(
                        "A term has at least two characters: “%s”.", wording.term
                    )
                )
            if problem == "digits":
                raise ValidationError(
                    self.env._(
                        "Figures are not reworded, they are as recorded: “%s”.",
                        wording.term,
                    )
                )
