from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon


class PapersCommon(VolunteerCommon):
    """Papers of a unit of its own: what ships is for every unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Document = cls.env["volunteer.document"]
        cls.shipped = cls.Document.search([("state", "=", "valid")])
        cls.adult = cls._new_volunteer("Adult")
        cls.minor = cls._new_volunteer("Minor", kind="minor")
        cls.env["volunteer.identity"].create(
            {
                "volunteer_id": cls.minor.id,
                "guardian_name": "Mother",
                "guardian_relation": "mother",
            }
        )

    @classmethod
    def _new_paper(cls, kind, publish=True, **vals):
        paper = cls.Document.create(
            {
                "name": kind,
                "kind": kind,
                "body": f"<p>{kind}</p>",
                "company_id": cls.company.id,
                **vals,
            }
        )
        if publish:
            paper.action_publish()
        return paper

    def _open(self, volunteer, **options):
        return volunteer._get_open_documents_sudo(**options)[volunteer]

    def _kinds(self, volunteer, **options):
        return set(self._open(volunteer, **options).mapped("kind"))


@tagged("post_install", "-at_install")
class TestDocument(PapersCommon):
    def test_what_ships_is_in_force(self):
        self.assertEqual(
            set(
                self.shipped.filtered(lambda paper: not paper.company_id).mapped("kind")
            ),
            {
                "consent",
                "agreement",
                "confidentiality",
                "health",
                "risk",
                "guardian",
                "publicity",
            },
        )

    def test_a_text_in_force_does_not_change(self):
        paper = self._new_paper("agreement").with_user(self.manager)
        for vals in (
            {"body": "<p>Other</p>"},
            {"name": "Other"},
            {"kind": "health"},
            {"company_id": False},
            {"date_from": "2020-01-01"},
        ):
            with self.assertRaises(UserError, msg=vals):
                paper.write(vals)
        with self.assertRaises(UserError):
            paper.update_field_translations("body", {"en_US": {"agreement": "Other"}})
        with self.assertRaises(UserError):
            paper.unlink()
        self.assertEqual(paper.body, "<p>agreement</p>")

    def test_states_are_set_by_buttons(self):
        draft = self._new_paper("agreement", publish=False).with_user(self.manager)
        for name, value in (("state", "valid"), ("version", 9)):
            with self.assertRaises(AccessError, msg=name):
                draft.write({name: value})
        with self.assertRaises(AccessError):
            draft.with_user(self.officer).action_publish()
        draft.action_publish()
        self.assertEqual(draft.state, "valid")
        self.assertEqual(draft.date_from, fields.Date.context_today(draft))
        with self.assertRaises(UserError):
            draft.action_publish()

    def test_a_new_version_asks_again(self):
        first = self._new_paper("agreement")
        self.adult._accept_documents_sudo(first)
        self.assertNotIn(first, self._open(self.adult))
        action = first.with_user(self.manager).action_new_version()
        second = self.Document.browse(action["res_id"])
        self.assertEqual((second.version, second.state), (2, "draft"))
        self.assertNotIn("agreement", self._kinds(self.adult), "a draft asks nobody")
        second.with_user(self.manager).action_publish()
        self.assertEqual(first.state, "replaced")
        self.assertIn(second, self._open(self.adult))
        with self.assertRaises(UserError):
            self.adult._accept_documents_sudo(first)

    def test_one_new_version_at_a_time(self):
        first = self._new_paper("agreement").with_user(self.manager)
        first.action_new_version()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            first.action_new_version()
            self.env.flush_all()

    def test_a_version_may_come_into_force_later(self):
        first = self._new_paper("agreement")
        second = self.Document.browse(first.action_new_version()["res_id"])
        tomorrow = fields.Date.add(fields.Date.context_today(first), days=1)
        second.date_from = tomorrow
        second.action_publish()
        self.assertEqual(first.state, "valid")
        self.assertIn(first, self._open(self.adult))
        self.assertNotIn(second, self._open(self.adult))
        second.sudo().date_from = fields.Date.context_today(first)
        self.assertNotIn(first, self._open(self.adult))
        self.Document._gc_replaced()
        self.assertEqual(first.state, "replaced")

    def test_a_units_own_text_takes_the_place_of_the_common_one(self):
        common = self._open(self.adult).filtered(lambda doc: doc.kind == "agreement")
        self.assertFalse(common.company_id)
        own = self._new_paper("agreement")
        self.assertEqual(
            self._open(self.adult).filtered(lambda doc: doc.kind == "agreement"), own
        )
        elsewhere = self._new_volunteer("Other", company_id=self.other_company.id)
        self.assertIn(common, self._open(elsewhere))
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        in_branch = self._new_volunteer("Branch", company_id=branch.id)
        self.assertIn(own, self._open(in_branch))
        self.assertNotIn(common, self._open(in_branch))

    def test_own_text_from_a_common_one(self):
        common = self.shipped.filtered(lambda doc: doc.kind == "health")[:1]
        manager = self.manager
        action = common.with_user(manager).action_own_version()
        own = self.Document.browse(action["res_id"])
        self.assertEqual(own.company_id, self.company)
        self.assertEqual(own.body, common.body)
        own.with_user(manager).action_publish()
        self.assertEqual(common.state, "valid", "it still holds for the other units")
        with self.assertRaises(UserError):
            own.with_user(manager).action_own_version()


@tagged("post_install", "-at_install")
class TestAcceptance(PapersCommon):
    def test_what_an_adult_is_asked(self):
        self.assertEqual(
            self._kinds(self.adult),
            {"consent", "agreement", "confidentiality", "health", "risk"},
        )
        self.assertIn("publicity", self._kinds(self.adult, optional=True))

    def test_a_minor_is_asked_for_the_guardians_consent(self):
        self.assertIn("guardian", self._kinds(self.minor))
        self.minor.identity_ids.birth_date = "1990-01-01"
        self.assertNotIn("guardian", self._kinds(self.minor), "of age by now")
        young = self._new_volunteer("Student", kind="student")
        self.env["volunteer.identity"].create(
            {"volunteer_id": young.id, "birth_date": fields.Date.context_today(young)}
        )
        self.assertIn("guardian", self._kinds(young), "age counts, not the kind")

    def test_accepting_everything(self):
        acceptances = self.adult._accept_documents_sudo(method="office")
        self.assertEqual(acceptances.document_id, self._open_kinds_of_adult)
        self.assertFalse(self._open(self.adult))
        self.assertEqual(
            self.adult.identity_ids.consent_date,
            fields.Date.context_today(self.adult),
        )
        self.assertFalse(self.adult._accept_documents_sudo(), "twice changes nothing")
        self.assertEqual(len(self.adult.acceptance_ids), len(acceptances))

    @property
    def _open_kinds_of_adult(self):
        return self.shipped.filtered(
            lambda doc: doc.required and doc.kind != "guardian" and not doc.company_id
        )

    def test_what_was_shown_can_be_proved(self):
        paper = self._new_paper("agreement")
        acceptance = self.adult._accept_documents_sudo(paper)
        self.assertEqual(acceptance.digest, paper._get_digests()[paper])
        self.assertEqual(acceptance.lang, "en_US")
        other = self._new_paper("agreement", publish=False, body="<p>other</p>")
        self.assertNotEqual(other._get_digests()[other], acceptance.digest)

    def test_the_guardian_accepts_for_a_minor(self):
        acceptances = self.minor._accept_documents_sudo()
        self.assertEqual(set(acceptances.mapped("accepted_by")), {"Mother"})
        self.assertEqual(set(acceptances.mapped("relation")), {"mother"})
        self.assertTrue(self.minor.identity_ids.guardian_consent_date)
        nobody = self._new_volunteer("Alone", kind="minor")
        with self.assertRaises(UserError):
            nobody._accept_documents_sudo()
        named = nobody._accept_documents_sudo(accepted_by="Father", relation="father")
        self.assertEqual(set(named.mapped("accepted_by")), {"Father"})

    def test_who_may_be_shown_in_public(self):
        both = self.adult | self.minor
        self.assertFalse(both._may_be_shown_sudo())
        publicity = self.shipped.filtered(lambda doc: doc.kind == "publicity")[:1]
        both._accept_documents_sudo(publicity)
        self.assertEqual(both._may_be_shown_sudo(), both)
        self.minor.acceptance_ids.with_user(self.officer).action_withdraw("Mother says")
        self.assertEqual(both._may_be_shown_sudo(), self.adult)

    def test_a_consent_is_withdrawn_in_every_version(self):
        first = self._new_paper("publicity", required=False)
        old = self.adult._accept_documents_sudo(first)
        second = first.browse(first.action_new_version()["res_id"])
        second.action_publish()
        new = self.adult._accept_documents_sudo(second)
        new.with_user(self.officer).action_withdraw("Not any more")
        self.assertTrue(old.withdrawn_date)
        self.assertFalse(self.adult._may_be_shown_sudo())

    def test_an_old_version_withdrawn_leaves_the_new_one(self):
        first = self._new_paper("consent")
        old = self.adult._accept_documents_sudo(first, date=first.date_from)
        second = first.browse(first.action_new_version()["res_id"])
        second.action_publish()
        new = self.adult._accept_documents_sudo(second)
        old.with_user(self.officer).action_withdraw("Tidying up")
        self.assertFalse(new.withdrawn_date)
        self.assertEqual(self.adult.identity_ids.consent_date, new.date)
        self.assertFalse(self.adult.activity_ids, "the office has nothing to ask")
        new.with_user(self.officer).action_withdraw("Not any more")
        self.assertFalse(self.adult.identity_ids.consent_date)

    def test_the_date_follows_what_stands(self):
        first = self._new_paper("consent")
        self.adult._accept_documents_sudo(first, date=first.date_from)
        second = first.browse(first.action_new_version()["res_id"])
        second.action_publish()
        late = self.adult._accept_documents_sudo(second)
        self.assertEqual(self.adult.identity_ids.consent_date, late.date)

    def test_a_day_before_it_is_in_force(self):
        paper = self._new_paper("agreement")
        before = fields.Date.subtract(paper.date_from, days=1)
        with self.assertRaisesRegex(UserError, "not in force"):
            self.adult._accept_documents_sudo(paper, date=before)

    def test_whom_it_is_meant_for(self):
        paper = self._new_paper("agreement", for_community=False)
        with self.assertRaisesRegex(UserError, "not meant for.*Adult"):
            self.adult._accept_documents_sudo(paper)

    def test_one_guardian_for_one_minor(self):
        both = self.minor | self._new_volunteer("Second", kind="minor")
        paper = self._new_paper("agreement")
        with self.assertRaisesRegex(UserError, "one by one"):
            both._accept_documents_sudo(paper, accepted_by="Mother", relation="mother")

    def test_a_guardian_says_the_relation(self):
        paper = self._new_paper("guardian")
        self.minor.identity_ids.guardian_relation = False
        with self.assertRaisesRegex(UserError, "mother or father"):
            self.minor._accept_documents_sudo(paper, accepted_by="Mother")

    def test_dates_of_consents_are_not_typed(self):
        identity = self.minor.identity_ids.with_user(self.officer)
        for name in ("consent_date", "guardian_consent_date"):
            with self.assertRaises(AccessError, msg=name):
                identity.write({name: "2020-01-01"})

    def test_units_write_their_own_texts(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        manager = self._new_user(
            "branch_manager", "volunteer_base.group_manager", branch
        )
        paper = self._new_paper("agreement")
        common = self.shipped.filtered(lambda doc: not doc.company_id)[:1]
        for text in (paper, common):
            own = text.with_user(manager)
            with self.assertRaises(AccessError):
                own.write({"sequence": 1})
            with self.assertRaises(AccessError):
                own.action_new_version()
            with self.assertRaises(AccessError):
                own.create({"name": "x", "body": "x", "company_id": own.company_id.id})
        draft = paper.browse(paper.action_new_version()["res_id"])
        self.assertEqual(draft.company_id, self.company)
        with self.assertRaises(UserError):
            draft.with_user(self.manager).write({"company_id": False})

    def test_nobody_edits_an_acceptance(self):
        acceptance = self.staff_volunteer._accept_documents_sudo()[0]
        for user in (self.staff, self.officer, self.manager):
            mine = acceptance.with_user(user)
            with self.assertRaises(AccessError):
                mine.write({"date": "2020-01-01"})
            with self.assertRaises(UserError):
                mine.unlink()
            with self.assertRaises(AccessError):
                self.env["volunteer.acceptance"].with_user(user).create(
                    {
                        "volunteer_id": self.staff_volunteer.id,
                        "document_id": self.shipped[0].id,
                        "date": "2020-01-01",
                    }
                )
        with self.assertRaises(UserError):
            acceptance.sudo().unlink()

    def test_withdrawing_asks_again(self):
        self.staff_volunteer._accept_documents_sudo()
        consent = self.staff_volunteer.acceptance_ids.filtered(
            lambda acceptance: acceptance.kind == "consent"
        )
        stranger = self.portal
        with self.assertRaises(AccessError):
            consent.with_user(stranger).action_withdraw("x")
        with self.assertRaises(UserError):
            consent.with_user(self.staff).action_withdraw(" ")
        consent.with_user(self.staff).action_withdraw("I changed my mind")
        self.assertEqual(consent.withdrawn_user_id, self.staff)
        self.assertFalse(self.staff_volunteer.identity_ids.consent_date)
        self.assertEqual(self._kinds(self.staff_volunteer), {"consent"})
        with self.assertRaises(UserError):
            consent.with_user(self.staff).action_withdraw("again")
        again = self.staff_volunteer._accept_documents_sudo()
        self.assertEqual(again.kind, "consent")
        self.assertEqual(len(self.staff_volunteer.acceptance_ids), 6)

    def test_the_office_hears_of_a_withdrawn_consent(self):
        self.staff_volunteer._accept_documents_sudo()
        consent = self.staff_volunteer.acceptance_ids.filtered(
            lambda acceptance: acceptance.kind == "consent"
        )
        consent.with_user(self.officer).action_withdraw("Asked on paper")
        todo = self.staff_volunteer.activity_ids
        self.assertEqual(len(todo), 1)
        self.assertEqual(todo.user_id, self.officer)

    def test_one_acceptance_in_force_a_text(self):
        paper = self._new_paper("agreement")
        self.adult._accept_documents_sudo(paper)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["volunteer.acceptance"].create(
                {
                    "volunteer_id": self.adult.id,
                    "document_id": paper.id,
                    "date": "2020-01-01",
                }
            )

    def test_queries_do_not_grow_with_people(self):
        paper = self._new_paper("agreement")
        crowd = self.env["volunteer.volunteer"].create(
            [{"name": str(i), "company_id": self.company.id} for i in range(22)]
        )

        def count(people):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people._get_open_documents_sudo()
            asked = self.env.cr.sql_log_count - before
            self.env.invalidate_all()
            people._accept_documents_sudo(paper)
            self.env.flush_all()
            return asked, self.env.cr.sql_log_count - before - asked

        count(crowd[:1])  # what is asked once a process is asked here
        one = count(crowd[1:2])
        many = count(crowd[2:])
        self.assertEqual(many[0], one[0])
        self.assertEqual(many[1], one[1])


@tagged("post_install", "-at_install")
class TestPaperRules(PapersCommon):
    def _visible(self, user, records):
        found = self.env[records._name].with_user(user).search([])
        return found.sudo() & records

    def test_who_reads_whose_acceptances(self):
        people = self.staff_volunteer | self.portal_volunteer
        other = self._new_volunteer("Other", company_id=self.other_company.id)
        acceptances = (people | other)._accept_documents_sudo()
        of_unit = acceptances.filtered(lambda line: line.volunteer_id in people)
        for user, expected in (
            (
                self.staff,
                acceptances.filtered(lambda a: a.volunteer_id.name == "Staff"),
            ),
            (
                self.portal,
                acceptances.filtered(lambda a: a.volunteer_id.name == "Portal"),
            ),
            (self.leader, acceptances.browse()),
            (self.officer, of_unit),
            (self.manager, of_unit),
        ):
            self.assertEqual(
                set(self._visible(user, acceptances)), set(expected), user.login
            )

    def test_drafts_and_other_units(self):
        draft = self._new_paper("agreement", publish=False)
        valid = self._new_paper("health")
        foreign = self._new_paper("health", company_id=self.other_company.id)
        papers = draft | valid | foreign
        for user, expected in (
            (self.portal, valid),
            (self.staff, valid),
            (self.leader, valid),
            (self.officer, draft | valid),
        ):
            self.assertEqual(
                set(self._visible(user, papers)), set(expected), user.login
            )

    def test_a_scan_is_for_the_office(self):
        scan = self.env["ir.attachment"].create(
            {"name": "list.pdf", "raw": b"names of others too"}
        )
        acceptance = self.staff_volunteer._accept_documents_sudo(
            method="list", attachment=scan
        )
        self.env.invalidate_all()
        self.assertTrue(scan.with_user(self.officer).raw)
        with self.assertRaises(AccessError):
            scan.with_user(self.staff).read(["raw"])
        with self.assertRaises(AccessError):
            acceptance.with_user(self.staff).read(["attachment_id"])
