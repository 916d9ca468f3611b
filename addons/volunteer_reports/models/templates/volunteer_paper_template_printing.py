from odoo import api, models
from odoo.fields import Domain

from odoo.addons.base.models.ir_actions_report import _wkhtml
from odoo.addons.volunteer_base.models.odoo.ir_actions_report import (
    OUR_REPORTS,
    UNPATCHED_ZOOM,
)
from odoo.addons.volunteer_base.tools.style_sheet import scale_lengths

from ...tools.own_paper import dress, read_terms
from ..certificates.volunteer_certificate import OFFICE

#: Lengths in mm; %s: room above and below, rule for the font.
STYLE = """
.o_own_head, .o_own_foot {
    display: inline-block; width: 100%%; overflow: hidden; vertical-align: top;
    text-align: center; font-size: 10pt; line-height: 1.3;
}
.o_own_head { height: %(above)smm; }
.o_own_foot { height: %(below)smm; }
.o_own_foot div:first-child { margin-top: 1mm; }
.o_own_logo, .o_own_seal {
    background-position: center; background-repeat: no-repeat; background-size: contain;
}
.o_own_logo { height: %(logo)smm; }
.o_own .o_seal, .o_own .o_seal_right { position: relative; }
.o_own_seal {
    position: absolute; width: 40mm; height: 40mm; left: 50%%; top: -18mm;
    margin-left: -20mm;
}
.o_own .o_seal_right .o_own_seal { left: auto; right: 4mm; margin-left: 0; }
%(font)s
"""
FONT = ".o_paper.o_own, .o_paper.o_own td { font-family: %s; }"
#: Whose names stand on papers, in the words of their owners.
NAMES = (
    ("volunteer.volunteer", "name"),
    ("volunteer.team", "name"),
    ("volunteer.project", "name"),
    ("volunteer.activity", "name"),
    ("volunteer.award", "name"),
    ("volunteer.partner.unit", "name"),
    ("volunteer.certificate", "volunteer_name"),
    ("volunteer.certificate", "issuer_name"),
    ("volunteer.certificate", "school"),
    ("volunteer.certificate.line", "project_name"),
    ("hr.department", "name"),
    ("res.company", "name"),
    ("res.partner", "name"),
)
#: Height of a line of the head's text, in mm.
LINE = 4.7


class VolunteerPaperTemplate(models.Model):
    """How a template dresses a paper when it is printed."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.paper.template"  # pylint: disable=consider-merging-classes-inherited

    def _dress_sudo(self, html, printed):
        """Return a rendered paper in this template's dress.

        The seal is printed where the volunteer office prints, never by anybody else
        (民政部令第67号, Art. 15: a seal on request).

        :param html: the document as our own template renders it
        :param bool printed: for paper, not for a screen
        """
        self.ensure_one()
        base = self._get_base_sudo().get_paperformat()
        own = self._get_paper_format_sudo()
        above = base.margin_top - own.margin_top
        below = base.margin_bottom - own.margin_bottom
        with_head = (self.logo or self.header) and above > 0
        with_foot = self.footer and below > 0
        lines = len((self.header or "").splitlines())
        style = STYLE % {
            "above": above,
            "below": below,
            "logo": max(5, above - 1 - lines * LINE),
            "font": FONT % self._get_font_family() if self.font else "",
        }
        zoom = UNPATCHED_ZOOM if printed and not _wkhtml().is_patched_qt else 1
        wording = {
            one.term: one.replacement
            for one in self.wording_ids
            if one.replacement and one.replacement.strip()
        }
        names = self._find_names_sudo(wording)
        sealed = self.print_seal and self.env.user.has_group(OFFICE)
        return dress(
            html,
            style=scale_lengths(style, zoom),
            head={"image": self._picture("logo"), "text": self.header}
            if with_head
            else None,
            foot={"text": self.footer} if with_foot else None,
            seal=self._picture("seal") if sealed else "",
            wording=wording,
            names=names,
            own=set(self._get_paper_terms_sudo()) if names else (),
        )

    @api.model
    def _find_names_sudo(self, terms):
        """Return the names in which a term stands: a paper does not rename anybody."""
        lang = self.env["ir.actions.report"]._get_paper_lang()
        names = set()
        for model, field in NAMES if terms else ():
            Model = self.env[model].sudo().with_context(active_test=False, lang=lang)
            groups = Model._read_group(
                Domain.OR(Domain(field, "ilike", term) for term in terms), [field]
            )
            names.update(name for (name,) in groups)
        return names

    def _picture(self, name):
        """Return an image as a data URI, so that wkhtmltopdf fetches nothing."""
        content = self[name]
        if not content:
            return ""
        # SVG is no picture that fields.Image takes from a user.
        kinds = {b"iVBO": "png", b"/9j/": "jpeg", b"R0lG": "gif", b"UklG": "webp"}
        return f"data:image/{kinds.get(content[:4], 'png')};base64,{content.decode()}"

    def _get_paper_format_sudo(self):
        """Return the margins of this template: its own, or some that suit it."""
        self.ensure_one()
        base = self._get_base_sudo().get_paperformat()
        if self.paperformat_id:
            return self.paperformat_id
        if not (self.logo or self.header or self.footer):
            return base
        side = "landscape" if base.orientation == "Landscape" else "portrait"
        return self.env.ref(f"volunteer_reports.paperformat_letterhead_{side}")

    def _get_paper_terms_sudo(self):
        """Return what the templates of the paper say, in the language of the paper.

        From the templates, never from a paper printed of somebody.
        """
        self.ensure_one()
        lang = self.env["ir.actions.report"]._get_paper_lang()
        wanted, seen, terms = [self.paper], set(), {}
        views = self.env["ir.ui.view"].sudo().with_context(lang=lang)
        while wanted:
            name = wanted.pop(0)
            if name in seen or not name.startswith(OUR_REPORTS):
                continue
            seen.add(name)
            view = self.env.ref(name, raise_if_not_found=False)
            if not view or view._name != "ir.ui.view":
                continue
            arch = views.browse(view.id).arch
            terms.update(dict.fromkeys(read_terms(arch)))
            wanted += _read_calls(arch)
        return list(terms)

    @api.model
    def _find_for_sudo(self, report, docids):
        """Return the template that a report is printed by, or none.

        :param report: the report asked for: one of ours, or a template's own
        :param docids: ids of what is printed; nothing: a paper without records
        """
        nothing = self.sudo().browse()
        name = report.report_name or ""
        if len(report) != 1 or not name.startswith(OUR_REPORTS):
            return nothing
        own = nothing.with_context(active_test=False).search(
            [("own_report_id", "=", report.id)], limit=1
        )
        if own:
            return own
        company = self._get_company_of_sudo(report, docids)
        return nothing.search(
            [
                ("paper", "=", name),
                ("company_id", "=", company.id),
                ("is_default", "=", True),
            ],
            limit=1,
        )

    @api.model
    def _get_company_of_sudo(self, report, docids):
        """Return the unit whose papers these are; none where they are of several."""
        Model = self.env[report.model].sudo()
        if not docids or "company_id" not in Model._fields:
            return self.env.company
        companies = Model.browse(docids).exists().company_id
        return companies if len(companies) == 1 else companies.browse()


def _read_calls(arch):
    """Return the names of the templates that a template calls."""
    return [part.split('"', 1)[0] for part in arch.split('t-call="')[1:]]
