from odoo import api, models
from odoo.exceptions import AccessError, UserError


class VolunteerGuardMixin(models.AbstractModel):
    """Fields that only methods may set, over every path a user has.

    A view cannot protect a state: whoever may write a record may also write its
    state over RPC. Models list such fields in ``_guarded_fields``; their methods
    check rights and state first and then write as superuser.
    """

    _name = "volunteer.guard.mixin"
    _description = "Fields Set by Methods Only"

    _guarded_fields = ("state",)

    @api.model
    def _get_guarded_fields(self):
        """Return the names of the fields that only methods set."""
        return self._guarded_fields

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_guarded_fields(vals)
        self._override_foreign_defaults(vals_list)
        return super().create(self._complete_create_vals(vals_list))

    @api.model
    def _complete_create_vals(self, vals_list):
        """Return ``vals_list`` with what only the model itself may give.

        Runs after the guard and is the place for numbers, copies and snapshots.
        """
        return vals_list

    def _override_foreign_defaults(self, vals_list):
        """Put the model's own default in place of one from a context or ``ir.default``.

        Both come from the user, and would set a field that no user may set; as
        superuser too, since the context of a call goes along into what its method
        creates.
        """
        defaults = self.default_get(list(self._get_guarded_fields()))
        for name, value in defaults.items():
            own = self._get_own_default(name)
            if value != own:
                for vals in vals_list:
                    vals.setdefault(name, own)

    @api.model
    def _get_own_default(self, name):
        default = self._fields[name].default
        return default(self) if default else False

    def write(self, vals):
        self._check_guarded_fields(vals)
        self._check_own_unit(vals)
        return super().write(vals)

    def _check_own_unit(self, vals):
        """:raise AccessError: a user moves a record into a unit of somebody else

        Odoo asks its rules before it writes, not after.
        """
        company_id = vals.get("company_id")
        if not company_id or self.env.su:
            return
        if company_id not in self.env.user._get_company_ids():
            raise AccessError(
                self.env._("This unit is not among yours; nothing was moved there.")
            )

    def _check_guarded_fields(self, vals):
        """:raise AccessError: a user tries to set a guarded field directly"""
        if self.env.su:
            return
        for name in self._get_guarded_fields():
            if name not in vals:
                continue
            if not self and vals[name] == self._get_own_default(name):
                continue
            field = self._fields[name]
            raise AccessError(
                self.env._(
                    "“%(field)s” of %(model)s is set by its buttons only.",
                    field=field._description_string(self.env),
                    model=self.env["ir.model"]._get(self._name).name,
                )
            )

    def _check_officer(self):
        """:raise AccessError: not of the volunteer office, or not of this unit"""
        if not self.env.su and not self.env.user.has_group(
            "volunteer_base.group_officer"
        ):
            raise AccessError(self.env._("Only the volunteer office may do this."))
        self.check_access("write")

    def _check_state(self, *states):
        """Check that the states of these are among the given ones.

        :raise UserError: names those in another state, and which
        """
        wrong = self.filtered(lambda record: record.state not in states)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This is not possible in the present state: %(records)s.",
                    records=[
                        f"{record.display_name} ({labels[record.state]})"
                        for record in wrong
                    ],
                )
            )

    @api.model
    def _clean_reason(self, reason, missing=None):
        """Return a reason without blanks around it.

        :param str missing: what is said where there is none, if it is no reason proper
        :raise UserError: there is none, or it is no text
        """
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(missing or self.env._("Please give a reason."))
        return reason
