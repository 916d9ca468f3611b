"""What the web client asks the server for when somebody opens a list."""

from lxml import etree

#: The web client counts up to one more than this, and shows “10,000+”.
COUNTED = 10_001
PAGE = 80
#: What a list reads of each kind of relation.
RELATIONS = ("many2one", "many2many", "one2many")


def get_columns(records, view_id=False):
    """Return what a list reads of each record: ``{field: {} or its sub-fields}``."""
    view = records.get_views([(view_id, "list")])["views"]["list"]
    return {
        name: {"fields": {"display_name": {}}}
        if records._fields[name].type in RELATIONS
        else {}
        for name in _shown_fields(view["arch"])
    }


def open_list(records, domain=(), view_id=False):
    """Open a list's first page as its user; return the rows."""
    found = records.web_search_read(
        list(domain),
        get_columns(records, view_id),
        limit=PAGE,
        count_limit=COUNTED,
    )
    return found["records"]


def open_groups(records, domain, group, view_id=False):
    """Open a list that is grouped and unfolded; return the groups."""
    found = records.web_read_group(
        list(domain),
        [group],
        ["hours:sum", "__count"],
        limit=PAGE,
        auto_unfold=True,
        unfold_read_specification=get_columns(records, view_id),
        unfold_read_default_limit=PAGE,
    )
    return found["groups"]


def _shown_fields(arch):
    """Return the fields of the columns that a list shows at first."""
    return [
        node.get("name")
        for node in etree.fromstring(arch).iter("field")
        if node.get("column_invisible") not in ("1", "True")
        and node.get("optional") != "hide"
    ]


def count_scanned(env, tables, work):
    """Return ``{table: rows}`` that ``work()`` reads without an index; roll back.

    :param str tables: a regular expression
    """

    def read_statistics():
        env.cr.execute(
            "SELECT relname, seq_tup_read FROM pg_stat_xact_user_tables "
            "WHERE relname ~ %s",
            (tables,),
        )
        return dict(env.cr.fetchall())

    before = read_statistics()
    work()
    after = read_statistics()
    env.cr.rollback()
    return {
        table: count - before.get(table, 0)
        for table, count in after.items()
        if count > before.get(table, 0)
    }
