from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .test_targets import TargetsCase

YEAR = date(2025, 1, 1), date(2025, 12, 31)


@tagged("post_install", "-at_install")
class TestPersonalAims(TargetsCase):
    def _aims(self, employees=None, volunteers=None, period=YEAR):
        return self.env["volunteer.target"]._get_personal_aims_sudo(
            *period,
            employees or self.env["hr.employee"],
            volunteers or self.env["volunteer.volunteer"],
        )

    def _aim(self, employee, period=YEAR):
        return self._aims(employee, period=period)["employee", employee.id]

    def _exempt(self, date_from, date_to, **vals):
        return self.env["volunteer.target.exemption"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.nurse.id,
                "kind": "sick",
                "date_from": date_from,
                "date_to": date_to,
                **vals,
            }
        )

    def test_the_unit_s_aim(self):
        self.assertEqual(self._aim(self.nurse), 25)
        self.company.volunteer_personal_aim = 0
        self.assertEqual(self._aim(self.nurse), 0)

    def test_parts_of_a_year(self):
        half = date(2025, 1, 1), date(2025, 6, 30)
        self.assertEqual(self._aim(self.nurse, half), 12.5)

    def test_exempt_days(self):
        self._exempt("2025-03-01", "2025-08-31")  # 184 days
        self._exempt("2025-08-01", "2025-09-30")  # 30 more
        self.assertEqual(self._aim(self.nurse), 10.34)  # 25 × 151/365
        self._exempt("2025-10-01", False)
        self.assertEqual(self._aim(self.nurse), 4.04)  # 25 × 59/365

    def test_who_came_during_the_year(self):
        late = self.make_employee("Late", self.lab, date_version="2025-07-01")
        self.assertEqual(self._aim(late), 12.6)  # 25 × 184/365

    def test_typed_today_and_here_for_long(self):
        new = self.env["hr.employee"].create(
            {"name": "Typed", "company_id": self.company.id}
        )
        self.assertEqual(self._aim(new), 25)

    def test_typed_on_the_first_day_of_work(self):
        """Long after the unit's records were loaded, the day of typing is the first."""
        staff = self.nurse.union(
            *(self.make_employee(f"E{number}", self.lab) for number in range(20))
        )
        hired = staff[-1:]
        self._type(self.env["hr.employee"].search([]), "2024-01-08")
        self.assertEqual(self._aim(hired), 25)
        self._type(hired, "2025-07-01")
        self.assertEqual(self._aim(hired), 12.6)  # 25 × 184/365
        # Those who follow a load within weeks were typed late.
        self._type(staff[:5], "2025-06-02")
        self.assertEqual(self._aim(hired), 25)

    def _type(self, employees, day):
        for record in (employees, employees.version_ids):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET create_date = %s WHERE id IN %s",
                    SQL.identifier(record._table),
                    day,
                    tuple(record.ids),
                )
            )
        employees.version_ids.date_version = day
        self.env.invalidate_all()

    def test_left_and_came_back(self):
        self.nurse.version_id.write(
            {"contract_date_start": "2020-01-01", "contract_date_end": "2025-03-31"}
        )
        self.nurse.create_version(
            {
                "date_version": "2025-10-01",
                "contract_date_start": "2025-10-01",
                "contract_date_end": False,
            }
        )
        self.assertEqual(self._aim(self.nurse), 12.47)  # 25 × (90 + 92)/365

    def test_two_employments_of_one_person(self):
        """They overlap in June; the person's days count once."""
        self.nurse.version_id.departure_date = "2025-06-30"
        second = self.make_employee("Nurse 2", self.lab, date_version="2025-06-01")
        second.volunteer_id = self.member
        aims = self._aims(volunteers=self.member)
        self.assertEqual(aims["volunteer", self.member.id], 25)

    def test_volunteers_who_are_not_staff(self):
        key = "volunteer", self.citizen.id
        self.citizen.sudo().date_registered = "2025-07-01"
        self.assertEqual(self._aims(volunteers=self.citizen)[key], 0)
        self.company.volunteer_personal_aim_others = 10
        self.assertEqual(self._aims(volunteers=self.citizen)[key], 5.04)
        self._exempt(
            "2025-12-01", "2025-12-31", employee_id=False, volunteer_id=self.citizen.id
        )
        self.assertEqual(self._aims(volunteers=self.citizen)[key], 4.19)

    def test_an_aim_of_one_s_own(self):
        self.make_target(
            scope="person", volunteer_id=self.member.id, metric="hours", value=40
        )
        self._exempt("2025-07-01", "2025-12-31")
        aims = self._aims(self.nurse, self.member)
        # 40 × 181/365, both ways.
        self.assertEqual(set(aims.values()), {19.84})

    def test_queries_do_not_grow(self):
        few = self.nurse | self.head
        many = few.union(
            *(self.make_employee(f"E{number}", self.lab) for number in range(18))
        )
        for employees in (few[:1], many):
            self.env.invalidate_all()
            with self.assertQueryCount(9):
                self._aims(employees, self.member | self.citizen)

    # ------------------------------------------------------------------
    # Exemptions
    # ------------------------------------------------------------------

    def test_who_reads_why_somebody_is_exempt(self):
        exemption = self._exempt("2025-01-01", "2025-02-01")
        for user in (self.hr, self.officer):
            self.assertEqual(exemption.with_user(user).kind, "sick")
        for user in (self.head_user, self.leader_user, self.member_user):
            with self.assertRaises(AccessError, msg=user.login):
                exemption.with_user(user).read(["kind"])

    def test_hr_enters_them_and_only_for_the_unit_s_people(self):
        Exemption = self.env["volunteer.target.exemption"].with_user(self.hr)
        vals = {
            "company_id": self.company.id,
            "employee_id": self.nurse.id,
            "date_from": "2025-01-01",
        }
        self.assertEqual(Exemption.create(vals).sudo().name, "Nurse")
        other = self.env["res.company"].create({"name": "Other Hospital"})
        stranger = self.env["hr.employee"].create(
            {"name": "Stranger", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            Exemption.create({**vals, "employee_id": stranger.id})

    @mute_logger("odoo.sql_db")
    def test_one_person_each(self):
        for vals in ({"volunteer_id": self.citizen.id}, {"employee_id": False}):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self._exempt("2025-01-01", "2025-02-01", **vals)

    def test_copy_merge_and_erasure(self):
        duplicate = self.make_volunteer("Citizen again")
        exemption = self._exempt(
            "2025-01-01",
            "2025-02-01",
            employee_id=False,
            volunteer_id=duplicate.id,
            note="Broken leg",
        )
        duplicate._merge_into_sudo(self.citizen)
        self.assertEqual(exemption.volunteer_id, self.citizen)
        data = self.citizen.with_user(self.portal_user).get_own_data()
        self.assertIn("Broken leg", str(data))
        staff = self._exempt("2025-01-01", "2025-02-01", note="Knee")
        (self.citizen | self.member).sudo()._erase_sudo()
        self.assertFalse(exemption.exists(), "of no use without the person")
        self.assertFalse(staff.note)
