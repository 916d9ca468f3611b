from odoo import api, models
from odoo.tools import SQL

from .volunteer_indicator_sources import SOURCES


class VolunteerIndicator(models.Model):
    """The queries behind the indicators: one a source, whatever is asked for."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.indicator"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tree_sudo(self, records):
        """Return ``{id: ids of it and of all below}`` of units, departments, teams."""
        tree = {record.id: [] for record in records}
        for node in (
            records.sudo()
            .with_context(active_test=False)
            .search_fetch([("id", "child_of", records.ids)], ["parent_path"])
        ):
            for above in map(int, node.parent_path.split("/")[:-1]):
                if above in tree:
                    tree[above].append(node.id)
        return tree

    @api.model
    def _read_sums_sudo(self, tree, spans, source, day, node, where, sums):
        """Read sums of one source for all records and periods, in one query.

        Everything in a tree is summed at once, so that distinct people are counted.

        :param dict tree: ``{id: ids of it and of all below}``
        :param spans: periods of two days, numbered by their place
        :param SQL source: what is read, joined to ``p`` and ``tree`` by the rest
        :param SQL day: its date
        :param SQL node: what it belongs to, an id of the tree
        :return: ``{(id, number): row of sums}``
        """
        pairs = [(below, top) for top, nodes in tree.items() for below in nodes]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT tree.top, p.id, %(sums)s
                  FROM (VALUES %(spans)s) AS p (id, since, until)
            CROSS JOIN %(source)s
                  JOIN unnest(%(nodes)s, %(tops)s) AS tree (node, top)
                    ON tree.node = %(node)s
                 WHERE %(day)s BETWEEN p.since AND p.until AND %(where)s
              GROUP BY 1, 2
                """,
                sums=SQL(", ").join(sums),
                spans=SQL(", ").join(
                    SQL("(%s, %s::date, %s::date)", number, *span)
                    for number, span in enumerate(spans)
                ),
                source=source,
                day=day,
                nodes=[pair[0] for pair in pairs],
                tops=[pair[1] for pair in pairs],
                node=node,
                where=where,
            )
        )
        return {(row[0], row[1]): row[2:] for row in rows}

    @api.model
    def _read_source_sudo(self, name, scope, tree, spans):
        """Read the sums of one of the ``SOURCES``; see :meth:`_read_sums_sudo`."""
        source = SOURCES[name]
        return self._read_sums_sudo(
            tree,
            spans,
            source.tables,
            source.day,
            source.nodes[scope],
            source.where,
            source.sums,
        )
