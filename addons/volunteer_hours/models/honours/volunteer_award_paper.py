from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class VolunteerAward(models.Model):
    """The certificate of an honour (荣誉证书) on paper."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.award"  # pylint: disable=consider-merging-classes-inherited

    def _check_certificate(self):
        """:raise UserError: not granted, without a day, or granted by another body"""
        for award in self:
            if award.state != "granted" or award.is_outside:
                raise UserError(
                    self.env._(
                        "“%(name)s”: the unit prints certificates of what it has "
                        "granted itself.",
                        name=award.name,
                    )
                )
            if not award.date:
                raise UserError(
                    self.env._(
                        "“%(name)s”: write the day on which it was granted.",
                        name=award.name,
                    )
                )

    def _get_certificates(self):
        """Return what stands on each certificate.

        :return: a list of ``number``, ``holder``, ``text``, ``issuer`` and ``date``
        :raise UserError: not granted, or granted by another body
        """
        self.check_access("read")
        self._check_certificate()
        lang = self.env["ir.actions.report"]._get_paper_lang()
        awards = self.sudo().with_context(lang=lang)
        return [
            {
                "number": f"{award.date:%Y}-{award.id:06d}",
                # The name alone: numbers of volunteers stand on no certificate.
                "holder": (
                    award.volunteer_id or award.team_id or award.project_id
                ).name,
                "text": awards.env._(
                    "In recognition of outstanding voluntary service you are honoured "
                    "as “%(honour)s”. This certificate is awarded as an encouragement.",
                    honour=award.name,
                ),
                "issuer": award.granted_by,
                "date": format_date(
                    awards.env, fields.Date.to_date(award.date), date_format="long"
                ),
            }
            for award in awards
        ]
