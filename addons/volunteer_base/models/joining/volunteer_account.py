from werkzeug.urls import url_encode

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.urls import urljoin

#: Hours for which a link to set a password is good: the first one waits on paper until
#: somebody is at home, one for a forgotten password is used at the counter.
FIRST_HOURS, RESET_HOURS = 14 * 24, 24


class VolunteerVolunteer(models.Model):
    """Logins of volunteers from outside, also of those without an e-mail address."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    guardian_account = fields.Boolean(
        string="Guardian Asks for a Login",
        copy=False,
        help="A minor gets a login only when a guardian asks for it.",
    )
    account_date = fields.Datetime(
        string="Accepted as Applicant on", readonly=True, copy=False
    )
    # The login that was made here. Links to set a password are printed for it alone:
    # otherwise the office could take over any login that it links to a volunteer.
    account_user_id = fields.Many2one(
        "res.users",
        string="Login Made Here",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="volunteer_base.group_officer",
    )
    # Part of what a link to set a password is signed with: a new one voids the others.
    access_round = fields.Integer(
        readonly=True, copy=False, default=0, groups=fields.NO_ACCESS
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "account_date",
            "account_user_id",
            "access_round",
        )

    def action_print_access(self):
        """Print a slip with login, link and QR code to set a password.

        Makes the login where there is none. For a forgotten password, too: each link
        works once, and for a limited time.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: somebody is not accepted yet, a minor without a guardian's
            wish, or uses a login that was not made here
        """
        self._check_officer()
        self._check_access_printable()
        self.sudo()._create_portal_account_sudo()
        return self.env.ref("volunteer_base.access_slip_report").report_action(
            self, config=False
        )

    def _check_access_printable(self):
        """:raise UserError: names the first person for whom no slip can be printed"""
        minors = self._get_minors_sudo()
        for volunteer in self:
            if volunteer.state not in ("trial", "registered"):
                raise UserError(
                    self.env._(
                        "%(name)s is not accepted yet, or does not serve any more.",
                        name=volunteer.name,
                    )
                )
            if volunteer in minors and not volunteer.guardian_account:
                raise UserError(
                    self.env._(
                        "%(name)s is a minor: a login is made only when a guardian "
                        "asks for it. Tick “Guardian Asks for a Login” first.",
                        name=volunteer.name,
                    )
                )
            user = volunteer.sudo().user_id
            if user and not volunteer._is_own_account_sudo():
                raise UserError(
                    self.env._(
                        "%(name)s uses the login %(login)s, which was not made here. "
                        "Ask the administrator of Odoo to reset its password.",
                        name=volunteer.name,
                        login=user.login,
                    )
                )

    def _is_own_account_sudo(self):
        """Return whether this person's login was made here and is still no more."""
        self.ensure_one()
        user = self.sudo().user_id
        return bool(user) and user == self.sudo().account_user_id and user._is_portal()

    def _open_accounts_sudo(self):
        """Note that applicants were accepted, and make logins for those who may.

        Employees get theirs from the hospital, and the office links it.
        """
        self.write({"account_date": fields.Datetime.now()})
        minors = self._get_minors_sudo()
        self.filtered(
            lambda person: (
                person.kind != "staff"
                and (person not in minors or person.guardian_account)
            )
        )._create_portal_account_sudo()
        self._report_shared_numbers_sudo()

    def _create_portal_account_sudo(self):
        """Make a portal login for those of these people who have none.

        The login is the e-mail address; without one, or where it is taken, the
        volunteer number. The partner holds name and address, nothing else: every
        internal user reads partners.

        :return: the new users, as superuser
        """
        # Nobody follows, or is written to about, the own record.
        quiet = self.sudo().with_context(tracking_disable=True, mail_create_nolog=True)
        people = quiet.filtered(lambda person: not person.user_id)
        Users = quiet.env["res.users"].with_context(no_reset_password=True)
        if not people:
            return Users
        wanted = {person: person._get_login_candidates() for person in people}
        every = [login for logins in wanted.values() for login in logins]
        taken = set(
            Users.with_context(active_test=False)
            .search([("login", "in", every)])
            .mapped("login")
        )
        portal = self.env.ref("base.group_portal")
        langs = dict(self.env["res.lang"].get_installed())
        vals_list = []
        for person, candidates in wanted.items():
            login = next(login for login in candidates if login not in taken)
            taken.add(login)
            partner = person.partner_id
            company = person.company_id
            lang = company.partner_id.lang
            vals_list.append(
                {
                    "name": person.name,
                    "login": login,
                    "email": person.identity_ids.email or False,
                    "group_ids": [(6, 0, portal.ids)],
                    "company_id": company.id,
                    "company_ids": [(6, 0, company.ids)],
                    "lang": lang if lang in langs else self.env.lang or "en_US",
                    "tz": company.volunteer_tz,
                    **(
                        {"partner_id": partner.id}
                        if partner
                        and not partner.with_context(active_test=False).user_ids
                        else {}
                    ),
                }
            )
        users = Users.create(vals_list)
        for person, user in zip(people, users, strict=True):
            person.write(
                {
                    "user_id": user.id,
                    "partner_id": user.partner_id.id,
                    "account_user_id": user.id,
                }
            )
        return users

    def _get_login_candidates(self):
        """Return logins in the order in which they are tried; the last one is free.

        Never the mobile number: every internal user reads logins. It opens the login
        all the same, see ``_login``.
        """
        own = self.identity_ids[:1].email
        return [*([own.lower()] if own else []), f"v{self.code}".lower()]

    def _get_access_url_sudo(self):
        """Return a link that sets a password once, or False without a login made here.

        Odoo's own signed link: it is void after the first login with the new password,
        and as soon as the next link is made.
        """
        self.ensure_one()
        if not self._is_own_account_sudo():
            return False
        self.sudo().access_round += 1
        user = self.sudo().user_id
        partner = user.partner_id
        if partner.signup_type != "reset":
            partner.signup_prepare(signup_type="reset")
        query = {
            "db": self.env.cr.dbname,
            "token": partner._generate_signup_token(self._get_access_hours_sudo()),
        }
        return urljoin(self.get_base_url(), f"/web/reset_password?{url_encode(query)}")

    def _get_access_hours_sudo(self):
        return RESET_HOURS if self.sudo().user_id.login_date else FIRST_HOURS
