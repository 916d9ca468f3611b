import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import gateway as tools
from ...tools.outgoing import Job, is_allowed, send
from ...tools.phone import is_mobile, normal_mobile

PLACEHOLDERS = ("title", "body", "text", "url", "code", "login", "unit", "secret")
MAX_TIMEOUT = 30


class VolunteerGateway(models.Model):
    """A way out over HTTP: text messages, a group robot, the hospital's platform."""

    _name = "volunteer.gateway"
    _description = "Message Gateway"
    _inherit = ["volunteer.guard.mixin"]
    _order = "sequence, id"

    _guarded_fields = ()

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [
            ("sms", "Text message (SMS)"),
            ("robot", "Group robot, such as of WeCom"),
            ("http", "Other platform, one message a person"),
        ],
        required=True,
        default="sms",
        help="A group robot posts news of activities and emergency calls once, for all "
        "who read the group; the others write to each person.",
    )
    url = fields.Char(string="Address", required=True)
    method = fields.Selection(
        [("POST", "POST"), ("GET", "GET")], required=True, default="POST"
    )
    content_type = fields.Selection(
        [("json", "JSON"), ("form", "Form")],
        string="Format",
        required=True,
        default="json",
    )
    headers = fields.Text(
        help="One a line, such as “Authorization: Bearer {{secret}}”."
    )
    body = fields.Text(
        string="Content",
        help="What is sent. {{title}}, {{body}}, {{text}} (both), {{url}}, {{code}} "
        "(volunteer number), {{login}}, {{unit}}, {{secret}} and, for text messages, "
        "{{mobile}} are filled in.",
    )
    secret = fields.Char("Secret on File", groups=fields.NO_ACCESS, copy=False)
    secret_input = fields.Char(
        string="Secret",
        compute="_compute_secret_input",
        inverse="_inverse_secret_input",
        help="Stands for {{secret}}. It is kept and never shown again; enter a new one "
        "to replace it. Whoever changes the address, or a text with {{secret}} in it, "
        "enters it again.",
    )
    has_secret = fields.Boolean(compute="_compute_has_secret", compute_sudo=True)
    success_path = fields.Char(
        string="Result Field",
        help="Where the JSON answer says how it went, such as “errcode” or "
        "“result.code”. Empty: the status of HTTP says it.",
    )
    success_value = fields.Char(
        string="Result when Sent",
        help="What stands there when it went well, such as 0.",
    )
    timeout = fields.Integer(
        string="Seconds to Wait", required=True, default=5, help="For an answer."
    )
    urgent_only = fields.Boolean(
        string="Urgent Messages Only",
        help="Text messages cost money; reminders may go by e-mail alone.",
    )
    inside = fields.Boolean(
        string="Inside the Hospital",
        help="Allows http and addresses of the hospital's own network, or its proxy. "
        "Only an administrator of Odoo sets this.",
    )
    test_mobile = fields.Char(
        string="Number for Tests", help="The test message goes to this number."
    )

    _timeout_range = models.Constraint(
        f"CHECK (timeout BETWEEN 1 AND {MAX_TIMEOUT})",
        "A gateway is waited for 1 to 30 seconds.",
    )

    def _compute_secret_input(self):
        self.secret_input = False

    def _inverse_secret_input(self):
        for gateway in self:
            if gateway.secret_input:
                gateway.sudo().secret = gateway.secret_input
        self.invalidate_recordset(["secret_input"])

    @api.depends("secret_input")
    def _compute_has_secret(self):
        for gateway in self:
            gateway.has_secret = bool(gateway.secret)

    @api.constrains("url", "inside")
    def _check_url(self):
        for gateway in self:
            url = tools.render(gateway.url, {}, tools.form)
            if not is_allowed(url, gateway.inside):
                raise ValidationError(
                    self.env._(
                        "%(name)s needs an address that begins with https:// and is "
                        "outside the hospital. An administrator of Odoo can allow "
                        "addresses inside.",
                        name=gateway.name,
                    )
                )

    @api.constrains("body", "headers", "content_type", "kind", "url")
    def _check_templates(self):
        for gateway in self:
            allowed = gateway._get_placeholders()
            texts = "\n".join(
                filter(None, (gateway.url, gateway.headers, gateway.body))
            )
            unknown = tools.find_placeholders(texts) - set(allowed)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(unknown)s” cannot be filled in. There are: %(known)s.",
                        unknown=", ".join(sorted(unknown)),
                        known=", ".join(allowed),
                    )
                )
            try:
                tools.parse_headers(gateway.headers)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” is no header; write “Name: value”.", line=str(error)
                    )
                ) from error
            if gateway.body and gateway.content_type == "json":
                sample = dict.fromkeys(allowed, 'a "sample"\n')
                try:
                    json.loads(tools.render(gateway.body, sample, tools.in_json))
                except ValueError as error:
                    raise ValidationError(
                        self.env._(
                            "The content of %(name)s is no JSON. Names in double "
                            'braces stand inside quotes: "{{title}}".',
                            name=gateway.name,
                        )
                    ) from error

    @api.constrains("success_path", "success_value")
    def _check_success(self):
        for gateway in self:
            if gateway.success_path and not gateway.success_value:
                raise ValidationError(
                    self.env._("Say what stands in the result field when it went well.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("inside") for vals in vals_list):
            self._check_may_reach_inside()
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("inside") or (
            {"url", "method", "headers", "body"} & set(vals)
            and any(gateway.inside for gateway in self)
        ):
            self._check_may_reach_inside()
        if not vals.get("secret_input"):
            # Whoever sends it elsewhere would get to see the secret.
            self.filtered(
                lambda gateway: gateway._moves_secret(vals)
            ).sudo().secret = False
        return super().write(vals)

    def _moves_secret(self, vals):
        """Return whether new values send the secret to others, or in another place.

        As the text of a message, it would arrive on anybody's phone.
        """
        self.ensure_one()
        changed = {
            name
            for name in ("url", "headers", "body")
            if name in vals and (vals[name] or "") != (self[name] or "")
        }
        return "url" in changed or any(
            "secret" in tools.find_placeholders(vals[name]) for name in changed
        )

    def _check_may_reach_inside(self):
        """:raise AccessError: the user is no administrator of Odoo"""
        if not self.env.su and not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._(
                    "Only an administrator of Odoo lets gateways reach addresses "
                    "inside the hospital, or changes one that does."
                )
            )

    def _get_placeholders(self):
        self.ensure_one()
        return (*PLACEHOLDERS, "mobile") if self.kind == "sms" else PLACEHOLDERS

    # ------------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------------

    def _prepare_job_sudo(self, values):
        """Return the request for one message.

        :param dict values: texts by name of a placeholder
        """
        self.ensure_one()
        values = {**values, "secret": self.sudo().secret}
        is_json = self.content_type == "json"
        headers = {
            name: tools.render(value, values, tools.in_header)
            for name, value in tools.parse_headers(self.headers).items()
        }
        body = None
        if self.method == "POST":
            headers.setdefault(
                "Content-Type",
                "application/json; charset=utf-8"
                if is_json
                else "application/x-www-form-urlencoded",
            )
            quote = tools.in_json if is_json else tools.form
            body = tools.render(self.body, values, quote).encode()
        return Job(
            self.method,
            tools.render(self.url, values, tools.form),
            {name: value.encode() for name, value in headers.items()},
            body,
            self.timeout,
            self.inside,
        )

    def _read_answer_sudo(self, answer, hidden=()):
        """Return ``(outcome, sentence)`` about an answer.

        :param hidden: texts that the sentence may not show, besides the secret
        """
        self.ensure_one()
        if answer.problem:
            return "retry", {
                "timeout": self.env._("No answer in time."),
                "unreachable": self.env._("The gateway cannot be reached."),
                "forbidden": self.env._(
                    "This address is inside the hospital, or not allowed."
                ),
            }[answer.problem]
        outcome = tools.judge(
            answer.status, answer.body, self.success_path, self.success_value
        )
        if outcome == "sent":
            return outcome, False
        text = answer.body.decode("utf-8", "replace").replace("\0", "")
        for value in filter(None, (self.sudo().secret, *hidden)):
            text = text.replace(value, "***")
        return outcome, self.env._(
            "Answer %(status)s: %(text)s", status=answer.status, text=text[:200]
        )

    def action_test(self):
        """Send a test message and show what came of it.

        :raise UserError: the message did not go out, and why; or no number to test with
        """
        self.ensure_one()
        self.check_access("write")
        mobile = normal_mobile(self.test_mobile)
        if self.kind == "sms" and not is_mobile(mobile):
            raise UserError(self.env._("Enter a mobile number for tests first."))
        title = self.env._("Test message")
        body = self.env._("This gateway carries messages to volunteers.")
        answer = send(
            self._prepare_job_sudo(
                {
                    "title": title,
                    "body": body,
                    "text": f"{title}: {body}",
                    "url": self.get_base_url(),
                    "mobile": mobile,
                    "login": self.env.user.login,
                    "unit": self.company_id.name,
                }
            )
        )
        outcome, sentence = self._read_answer_sudo(answer)
        if outcome != "sent":
            raise UserError(sentence)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("The test message was taken"),
                "message": self.name,
                "type": "success",
            },
        }
