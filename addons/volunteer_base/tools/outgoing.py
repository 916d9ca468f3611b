"""Messages that leave the house: requests to gateways, and how often they are tried."""

import ipaddress
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

#: Requests on their way to one gateway at the same time.
WORKERS = 8
#: Bytes of an answer that are looked at.
MAX_ANSWER = 65536

#: IPv6 addresses that are given out, and those that stand for one of IPv4.
_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

#: Minutes until the next try, by the number of tries made.
_DELAYS = (2, 10, 30, 120)
_URGENT_DELAYS = (1, 1, 2, 5)


def next_try(tries: int, urgent: bool = False) -> int | None:
    """Return in how many minutes to try again, or None to give up.

    What is urgent is given up sooner: somebody then takes the telephone.

    >>> next_try(1), next_try(4), next_try(5)
    (2, 120, None)
    >>> next_try(1, urgent=True), next_try(5, urgent=True)
    (1, None)

    :param int tries: tries made so far, at least 1
    """
    delays = _URGENT_DELAYS if urgent else _DELAYS
    return delays[tries - 1] if tries <= len(delays) else None


class Job(NamedTuple):
    """One request; ``inside`` allows http and addresses inside the hospital."""

    method: str
    url: str
    headers: dict
    body: bytes | None
    timeout: float
    inside: bool = False


class Answer(NamedTuple):
    """``problem`` is ``""``, ``forbidden``, ``unreachable`` or ``timeout``."""

    status: int = 0
    body: bytes = b""
    problem: str = ""


def is_outside(address: str) -> bool:
    """Return whether an IP address belongs to the public internet.

    >>> is_outside("8.8.8.8"), is_outside("10.0.0.1"), is_outside("::ffff:127.0.0.1")
    (True, False, False)
    >>> is_outside("169.254.169.254"), is_outside("224.0.0.1"), is_outside("no address")
    (False, False, False)
    >>> is_outside("64:ff9b::a00:1"), is_outside("2002:a00:1::"), is_outside("::a00:1")
    (False, False, False)
    >>> is_outside("64:ff9b::808:808"), is_outside("2606:4700::1111")
    (True, True)
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if parsed.version == 6:
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if not inner and parsed not in _UNICAST:
            return False
        parsed = inner or parsed
    return parsed.is_global and not parsed.is_multicast


def is_allowed(url: str, inside: bool = False) -> bool:
    """Return whether a request may go to an address at all, before it is looked up.

    >>> is_allowed("https://sms.example"), is_allowed("http://sms.example")
    (True, False)
    >>> is_allowed("http://sms.example", inside=True), is_allowed("file:///etc/passwd")
    (True, False)
    >>> is_allowed("https://10.0.0.1/"), is_allowed("https://[::1]/")
    (False, False)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _port = parts.port
    except ValueError:
        return False
    if not host or parts.username is not None:
        return False
    if inside:
        return parts.scheme in ("https", "http")
    is_number = ":" in host or host.rpartition(".")[2].isdecimal()
    return parts.scheme == "https" and (not is_number or is_outside(host))


class _GuardedMixin:
    """Looks at whom it is connected to, so that no name leads inside behind our back.

    A check of the name before would not do: it may stand for another address by then.
    """

    def _new_conn(self):
        sock = super()._new_conn()
        if not is_outside(sock.getpeername()[0]):
            sock.close()
            raise NewConnectionError(self, "forbidden")
        return sock


class _GuardedHTTP(_GuardedMixin, HTTPConnection):
    pass


class _GuardedHTTPS(_GuardedMixin, HTTPSConnection):
    pass


class _GuardedHTTPPool(HTTPConnectionPool):
    ConnectionCls = _GuardedHTTP


class _GuardedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPS


class _GuardedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        result = super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _GuardedHTTPPool,
            "https": _GuardedHTTPSPool,
        }
        return result


def send(job: Job) -> Answer:
    """Make one request; never follows a redirect, never reads without end.

    :return: the answer, or what came in between; no text of an error, which would hold
        the address and with it the key of the gateway
    """
    if not is_allowed(job.url, job.inside):
        return Answer(problem="forbidden")
    ends = time.monotonic() + job.timeout
    with requests.Session() as session:
        # The hospital's proxy may be inside; without leave nothing goes there.
        session.trust_env = job.inside
        if not job.inside:
            session.mount("https://", _GuardedAdapter())
            session.mount("http://", _GuardedAdapter())
        try:
            with session.request(
                job.method,
                job.url,
                headers=job.headers,
                data=job.body,
                timeout=job.timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = b""
                for chunk in response.iter_content(256):
                    body += chunk
                    if len(body) >= MAX_ANSWER or time.monotonic() > ends:
                        break
                return Answer(response.status_code, body[:MAX_ANSWER])
        except requests.Timeout:
            return Answer(problem="timeout")
        except (requests.RequestException, ValueError, OSError) as error:
            problem = "forbidden" if "forbidden" in str(error) else "unreachable"
            return Answer(problem=problem)


def send_all(jobs: list[Job]) -> list[Answer]:
    """Make requests side by side; the answers come in the order of the requests."""
    if not jobs:
        return []
    with ThreadPoolExecutor(min(WORKERS, len(jobs))) as pool:
        return list(pool.map(send, jobs))
