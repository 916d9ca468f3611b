import hashlib
import hmac
import ipaddress
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: Days after which a count is forgotten; longer than any period that is asked for.
KEPT_DAYS = 2


class VolunteerThrottle(models.Model):
    """Counts what strangers do, to slow down whoever does too much of it.

    Addresses and numbers are kept as keyed hashes only. Every deed is a row of its own,
    never a counter: people behind one address, such as a school class in one room, do
    not wait for each other.
    """

    _name = "volunteer.throttle"
    _description = "Throttle of Public Pages"
    _log_access = False
    _rec_name = "digest"

    digest = fields.Char(required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, index=True)
    is_turn = fields.Boolean(readonly=True)

    _digest_index = models.Index("(digest, date)")
    _turn_unique = models.UniqueIndex(
        "(digest) WHERE is_turn", "Somebody else does the same at this moment."
    )

    @api.model
    def _check_throttle_sudo(self, purpose, key, limit, seconds):
        """Count one deed, and say whether it is still within the limit.

        What is refused is not counted, so that nobody is locked out for good and the
        table does not grow in a flood.

        :param str purpose: name of the page or deed
        :param str key: who does it: an address, a number, a token
        :param int limit: deeds allowed in the period
        :param int seconds: length of the period, at most two days
        :return: False where this is one too many
        :rtype: bool
        """
        self.flush_model()
        now = fields.Datetime.now()
        digest = self._digest_sudo(purpose, key)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO volunteer_throttle (digest, date)
                SELECT %(digest)s, %(now)s
                 WHERE (SELECT count(*) FROM volunteer_throttle
                         WHERE digest = %(digest)s AND date > %(since)s) < %(limit)s
                RETURNING id
                """,
                digest=digest,
                now=now,
                since=now - timedelta(seconds=seconds),
                limit=limit,
            )
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _is_throttled_sudo(self, purpose, key, limit, seconds):
        """Return whether the limit is reached, without counting anything.

        For deeds of which only some count, such as wrong PINs. The arguments are those
        of :meth:`_check_throttle_sudo`.
        """
        since = fields.Datetime.now() - timedelta(seconds=seconds)
        digest = self._digest_sudo(purpose, key)
        counted = self.sudo().search_count(
            [("digest", "=", digest), ("date", ">", since), ("is_turn", "!=", True)],
            limit=limit,
        )
        return counted >= limit

    @api.model
    def _take_turn_sudo(self, purpose, keys):
        """Let those who do the same thing with the same key at once do it in turn.

        The second one waits for the first and then gets a serialization failure; Odoo
        repeats its request, which sees what the first has done.

        :param str purpose: name of the deed
        :param keys: texts; whoever shares one of them takes turns
        """
        digests = sorted({self._digest_sudo(purpose, key) for key in keys})
        if not digests:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO volunteer_throttle (digest, date, is_turn)
                SELECT unnest(%(digests)s), %(now)s, TRUE
                    ON CONFLICT (digest) WHERE is_turn DO UPDATE SET date = %(now)s
                """,
                digests=digests,
                now=fields.Datetime.now(),
            ),
            # Losing the race is expected and repeated by Odoo: no error in the log.
            log_exceptions=False,
        )

    @api.model
    def _digest_sudo(self, purpose, key):
        """Return the keyed hash of a key; nobody without the key can undo it."""
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        text = f"volunteer-throttle\0{purpose}\0{key}"
        return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()

    @api.model
    def _get_address_key(self, address):
        """Return what stands for a visitor: an address, of IPv6 the network's part.

        One line of IPv6 owns 2^64 addresses and may use a new one for each request.
        """
        try:
            parsed = ipaddress.ip_address(address or "")
        except ValueError:
            return "unknown"
        if parsed.version == 6 and not parsed.ipv4_mapped:
            return str(ipaddress.ip_network((int(parsed), 64), strict=False))
        return str(getattr(parsed, "ipv4_mapped", None) or parsed)

    @api.autovacuum
    def _gc_counts(self):
        """Forget what is too old to count."""
        self.flush_model()
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.env.cr.execute(
            SQL("DELETE FROM volunteer_throttle WHERE date < %s", limit)
        )
        self.invalidate_model()
