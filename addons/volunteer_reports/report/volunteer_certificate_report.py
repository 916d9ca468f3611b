from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.paper import (
    clip,
    count_lines,
    format_day,
    format_hours,
    paginate,
)

from ..models.certificates.volunteer_certificate import OFFICE

#: Projects named on the first page; what is more stands in the annex.
MAX_PROJECTS = 12
#: Width of a line of its column of projects, in Chinese characters.
NAME_WIDTH = 18
#: Room for rows on a page of the annex, height of a row and of each line of text in it,
#: in tenths of a millimetre; widths of its two columns of text, in Chinese characters.
ANNEX_ROOM, ROW_HEIGHT, LINE_HEIGHT = 1980, 14, 46
PROJECT_WIDTH, CONTENT_WIDTH = 11, 12
#: What English takes of that: projects on the first page, room in the annex.
ENGLISH_PROJECTS, ENGLISH_ROOM = 5, 120


class VolunteerCertificateReport(models.AbstractModel):
    """Prepares what the paper shows; the template holds no rule and no sum."""

    _name = "report.volunteer_reports.certificate"
    _description = "Certificate of Voluntary Service on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        certificates = self.env["volunteer.certificate"].browse(docids)
        certificates.check_access("read")
        certificates._check_printable()
        lang = self.env["ir.actions.report"]._get_paper_lang()
        numbers = self._get_id_numbers_sudo(certificates)
        return {
            "doc_ids": docids,
            "doc_model": "volunteer.certificate",
            "docs": certificates,
            "paper_lang": lang,
            "papers": [
                self.with_context(lang=lang)._prepare_paper(
                    certificate.with_context(lang=lang), numbers[certificate.id]
                )
                for certificate in certificates
            ],
        }

    # ------------------------------------------------------------------
    # The number of the identity document
    # ------------------------------------------------------------------

    @api.model
    def _get_id_numbers_sudo(self, certificates):
        """Return ``{certificate id: number for the paper}`` and log full ones.

        In full for the person and the volunteer office only, and only where the
        certificate was issued so; otherwise masked. A missing key or number leaves
        what there is: the certificate itself must not depend on it.
        """
        office = self.env.user.has_group(OFFICE)
        numbers, shown = {}, defaultdict(list)
        for certificate in certificates.sudo():
            volunteer = certificate.volunteer_id
            volunteer = volunteer.merged_into_id or volunteer
            numbers[certificate.id] = volunteer.id_number_masked or ""
            if certificate.id_number == "masked" or not volunteer.identity_ids:
                continue
            if not office and volunteer.user_id != self.env.user:
                continue
            try:
                number = volunteer.identity_ids._decrypt_id_number_sudo()
            except UserError:
                continue
            numbers[certificate.id] = number
            shown[volunteer.id].append(certificate.name)
        volunteers = self.env["volunteer.volunteer"].browse(shown)
        volunteers._log_disclosure_sudo(
            "id_number", {key: ", ".join(names) for key, names in shown.items()}
        )
        return numbers

    # ------------------------------------------------------------------
    # What stands on the paper
    # ------------------------------------------------------------------

    def _prepare_paper(self, certificate, id_number):
        projects = self._sum_projects(certificate)
        english = self._prepare_english(certificate, id_number)
        pages = self._paginate_lines(certificate, ENGLISH_ROOM if english else 0)
        most = ENGLISH_PROJECTS if english else MAX_PROJECTS
        return {
            "certificate": certificate,
            "english": english,
            "volunteer_code": certificate.sudo().volunteer_id.code,
            "id_number": id_number,
            "hours": format_hours(certificate.minutes),
            **self._prepare_words(certificate, id_number),
            "number": self.env._(
                "Certificate No.: %(number)s", number=certificate.name
            ),
            "issuer": self.env._(
                "Recording unit (seal): %(unit)s", unit=certificate.issuer_name
            ),
            "projects": [
                (clip(name, self._get_name_width(projects)), count, hours)
                for name, count, hours in projects[:most]
            ],
            "more_projects": len(projects) > most,
            "qr": self.env["ir.actions.report"]._get_paper_qr(
                certificate._get_verify_url()
            ),
            "pages": pages,
            "feet": [
                self.env._(
                    "Page %(page)s of %(pages)s", page=number, pages=1 + len(pages)
                )
                for number in range(1, len(pages) + 2)
            ],
        }

    def _prepare_words(self, certificate, id_number):
        """Return what is said in words, in the language of the environment."""
        identity = certificate.sudo().volunteer_id.identity_ids
        minutes, proven = certificate.minutes, certificate.minutes_proven
        return {
            "sex": self._label(identity, "sex") if identity.sex in ("1", "2") else "",
            "id_type": self._label(identity, "id_type") if id_number else "",
            "service_time": self.env._("%(hours)s hours", hours=format_hours(minutes)),
            "service_proof": self.env._(
                "(presence proven: %(proven)s hours; claimed: %(claimed)s hours)",
                proven=format_hours(proven),
                claimed=format_hours(minutes - proven),
            ),
            "contacts": self._get_contacts(certificate),
            "period": self.env._(
                "%(first)s to %(last)s",
                first=self._day(certificate.date_first),
                last=self._day(certificate.date_last),
            ),
            "statement": self._get_statement(certificate),
            "issue_date": self._day(certificate.issue_date),
            "proofs": {True: self.env._("Presence"), False: self.env._("Claim")},
        }

    def _prepare_english(self, certificate, id_number):
        """Return the words that stand below the Chinese ones, or nothing."""
        if certificate.language != "bilingual" or self.env.lang == "en_US":
            return {}
        english = self.with_context(lang="en_US")
        return english._prepare_words(certificate.with_context(lang="en_US"), id_number)

    def _get_contacts(self, certificate):
        handler = certificate.handler or self.env._("printed by the volunteer")
        return [
            self.env._("Person in charge: %(name)s", name=certificate.signatory or "—"),
            self.env._("Handled by: %(name)s", name=handler),
            self.env._("Telephone: %(number)s", number=certificate.phone or "—"),
        ]

    def _get_statement(self, certificate):
        """Return the one sentence that states the fact."""
        values = {
            "name": certificate.volunteer_name,
            "code": certificate.sudo().volunteer_id.code,
            "unit": certificate.issuer_name,
            "first": self._day(certificate.date_first),
            "last": self._day(certificate.date_last),
            "count": certificate.service_count,
            "hours": format_hours(certificate.minutes),
        }
        return self.env._(
            "This is to certify that %(name)s (volunteer no. %(code)s) took part in "
            "voluntary service organised by %(unit)s from %(first)s to %(last)s: "
            "%(count)s services, %(hours)s hours in total.",
            **values,
        )

    def _sum_projects(self, certificate):
        """Return ``[(project, services, hours)]``, the one with most hours first."""
        sums = defaultdict(lambda: [0, 0])
        for line in certificate.line_ids:
            total = sums[line.project_name or self.env._("Other voluntary service")]
            total[0] += 1
            total[1] += line.minutes
        ranked = sorted(sums.items(), key=lambda item: (-item[1][1], item[0]))
        return [
            (name, count, format_hours(minutes)) for name, (count, minutes) in ranked
        ]

    def _get_name_width(self, projects):
        """Return how much of a project's name the first page has room for."""
        lines = 2 if len(projects) <= MAX_PROJECTS // 2 else 1
        return lines * NAME_WIDTH

    def _paginate_lines(self, certificate, taken=0):
        """Return the pages of the annex: lists of dictionaries, one a service.

        :param int taken: of the room, in tenths of a millimetre
        """
        rows = [
            {
                "number": line.sequence,
                "date": line.date.isoformat(),
                "project": line.project_name or self.env._("Other voluntary service"),
                "content": line.content or "",
                "proven": line.proven,
                "proof": self.env._("Presence") if line.proven else self.env._("Claim"),
                "ledger_no": line.ledger_no,
                "hours": format_hours(line.minutes),
            }
            for line in certificate.line_ids
        ]
        heights = (
            ROW_HEIGHT
            + LINE_HEIGHT
            * max(
                count_lines(row["project"], PROJECT_WIDTH),
                count_lines(row["content"], CONTENT_WIDTH),
            )
            for row in rows
        )
        return paginate(rows, heights, ANNEX_ROOM - taken)

    def _label(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def _day(self, day):
        return format_day(day, self.env.lang)
