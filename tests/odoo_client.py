"""Talking to a running Odoo as its own web client does."""

import requests


class Refused(Exception):
    """The server said no; ``kind`` is the class of the exception there."""

    def __init__(self, kind, message):
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message


class Client:
    """A person's session: ``client(model, method, *args)`` calls a method."""

    def __init__(self, url, db, login, password, lang="zh_CN"):
        self.url = url
        self.login = login
        self.password = password
        self.context = {"lang": lang, "tz": "Asia/Shanghai"}
        self.http = requests.Session()
        # The server is on this machine: a proxy of the environment is not asked for it.
        self.http.trust_env = False
        session = self.rpc(
            "/web/session/authenticate",
            {"db": db, "login": login, "password": password},
        )
        self.uid = session["uid"]

    def rpc(self, path, params):
        response = self.http.post(
            self.url + path,
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=120,
        )
        response.raise_for_status()
        answer = response.json()
        if "error" in answer:
            data = answer["error"].get("data", {})
            raise Refused(
                data.get("name", ""), data.get("message", str(answer["error"]))
            )
        return answer.get("result")

    def __call__(self, model, method, *args, context=None, **kwargs):
        kwargs["context"] = {**self.context, **(context or {})}
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def create(self, model, vals):
        """Return the id of a new record, or the ids where ``vals`` is a list."""
        ids = self(model, "create", vals if isinstance(vals, list) else [vals])
        return ids if isinstance(vals, list) else ids[0]

    def read(self, model, ids, *fields):
        """Return one record as a dict, or several as a list of dicts."""
        rows = self(
            model, "read", ids if isinstance(ids, list) else [ids], list(fields)
        )
        return rows if isinstance(ids, list) else rows[0]

    def search(self, model, *domain, **kwargs):
        return self(model, "search", list(domain), **kwargs)

    def ref(self, xmlid):
        """Return the database id behind an external id."""
        module, name = xmlid.split(".")
        rows = self(
            "ir.model.data",
            "search_read",
            [("module", "=", module), ("name", "=", name)],
            ["res_id"],
        )
        return rows[0]["res_id"]
