from odoo import fields

from .common import VolunteerCommon


class NeedsCommon(VolunteerCommon):
    """Two departments with a head and a nurse each, and one of another unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._new_user("test_head", "base.group_user")
        cls.nurse = cls._new_user("test_nurse", "base.group_user")
        cls.foreign_nurse = cls._new_user("test_foreign_nurse", "base.group_user")
        cls.department, cls.foreign_department = cls.env["hr.department"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Laboratory", "Radiology")
            ]
        )
        head = cls._new_employee(cls.head, cls.department)
        cls._new_employee(cls.nurse, cls.department)
        cls._new_employee(cls.foreign_nurse, cls.foreign_department)
        cls.department.manager_id = head
        (cls.head | cls.nurse | cls.foreign_nurse).write({"lang": "en_US"})

    @classmethod
    def _new_employee(cls, user, department):
        return cls.env["hr.employee"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": user.company_id.id,
                "department_id": department.id,
            }
        )

    @classmethod
    def _ask(cls, user=None, **vals):
        """Ask for volunteers, as the nurse unless said otherwise."""
        return (
            cls.env["volunteer.request"]
            .with_user(user or cls.nurse)
            .create(
                {
                    "name": "Guides at the blood test counter",
                    "reason": "The queue is long.",
                    "department_id": cls.department.id,
                    "date_from": fields.Date.add(fields.Date.today(), days=7),
                    "date_to": fields.Date.add(fields.Date.today(), days=13),
                    "heads": 2,
                    **vals,
                }
            )
        )

    @classmethod
    def _new_wish(cls, **vals):
        return cls.env["volunteer.wish"].create(
            {"name": "A picture book", "company_id": cls.company.id, **vals}
        )
