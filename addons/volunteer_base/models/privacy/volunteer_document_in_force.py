from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.digest import text_digest
from ...tools.page_memo import once

#: What decides whether a text is asked of somebody.
GATE_FIELDS = (
    "name",
    "kind",
    "state",
    "sequence",
    "company_id",
    "previous_id",
    "date_from",
    "version",
    "required",
    "for_staff",
    "for_retiree",
    "for_student",
    "for_minor",
    "for_community",
)


class VolunteerDocument(models.Model):
    """Which text is in force where, and for whom."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.document"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_in_force_sudo(self, companies, kinds=None):
        """Return the texts in force today, for each company.

        One query however many companies; a unit's own text takes the place of its
        parent's, and that one of the common text, kind by kind.

        :param companies: ``res.company``
        :param kinds: keys of ``kind``; all where not given
        :return: ``{company: volunteer.document}`` as superuser, in reading order
        :rtype: dict
        """
        domain = Domain("state", "=", "valid") & Domain(
            "date_from", "<=", fields.Date.context_today(self)
        )
        domain &= Domain("company_id", "in", [*companies.sudo().parent_ids.ids, False])
        if kinds is not None:
            domain &= Domain("kind", "in", list(kinds))
        found = once(
            self.env,
            ("documents", repr(domain)),
            lambda: self.sudo().search_fetch(domain, GATE_FIELDS),
        )
        # The version before is in force until the day of the next one.
        found -= found.previous_id
        result = {}
        for company in companies:
            lines = [*reversed(company.sudo().parent_ids), self.env["res.company"]]
            nearest = {}
            for unit in lines:
                of_unit = found.filtered(lambda doc, unit=unit: doc.company_id == unit)
                for kind in set(of_unit.mapped("kind")):
                    nearest.setdefault(kind, unit)
            result[company] = found.filtered(
                lambda doc, nearest=nearest: nearest.get(doc.kind) == doc.company_id
            )
        return result

    def _get_earlier_sudo(self):
        """Return all versions before this text."""
        self.ensure_one()
        earlier, previous = self.browse().sudo(), self.sudo().previous_id
        while previous and previous not in earlier:
            earlier |= previous
            previous = previous.previous_id
        return earlier

    def _is_for(self, kind):
        """Return whether this text is for a kind of volunteer."""
        self.ensure_one()
        return self[f"for_{kind}"]

    def _check_acceptable(self, date):
        """:raise UserError: what is not in force on that day is not accepted"""
        wrong = self.filtered(
            lambda document: document.state != "valid" or document.date_from > date
        )
        if wrong:
            raise UserError(
                self.env._(
                    "This text is not in force (any more). Please read the newest one: "
                    "%(papers)s.",
                    papers=wrong.mapped("display_name"),
                )
            )

    def _get_digests(self):
        """Return ``{document: SHA-256 of title and text}`` in the current language."""
        return {
            document: text_digest(document.name, document.body) for document in self
        }
