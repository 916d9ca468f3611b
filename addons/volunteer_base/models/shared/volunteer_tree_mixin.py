from odoo import api, models


class VolunteerTreeMixin(models.AbstractModel):
    """A tree of which most people see a part: its uppermost node is their root.

    Odoo's tree view and side panel take it that whoever reads a node reads the nodes
    above it.
    """

    _name = "volunteer.tree.mixin"
    _description = "Tree Seen in Part"

    @api.model
    def hierarchy_read(
        self, domain, specification, parent_field, child_field=None, order=None
    ):
        """Return the nodes of the tree view; see ``web_hierarchy``.

        A node whose parent the user may not read stands at the top.
        """
        specification.setdefault(parent_field, {"fields": {"display_name": {}}})
        nodes = self.search(domain, order=order)
        if len(nodes) == 1 and not self._get_readable_parents(nodes, parent_field):
            nodes |= self.search([(parent_field, "=", nodes.id)], order=order)
            rows = nodes.web_read(specification)
        else:
            rows = super().hierarchy_read(
                domain, specification, parent_field, child_field, order
            )
            nodes = self.browse([row["id"] for row in rows])
        readable = set(self._get_readable_parents(nodes, parent_field).ids)
        for row in rows:
            parent = row[parent_field]
            if parent and parent["id"] not in readable:
                row[parent_field] = False
        return rows

    @api.model
    def _get_readable_parents(self, nodes, parent_field):
        """Return the parents of ``nodes`` that the user may read."""
        parents = nodes.sudo()[parent_field].sudo(self.env.su)
        return parents._filtered_access("read")
