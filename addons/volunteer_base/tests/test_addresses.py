from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestAddresses(TransactionCase):
    def test_addresses_of_several_records(self):
        """A list, an export or a call over RPC reads the addresses of many at once."""
        seen = []
        for name, model in self.env.items():
            if not name.startswith("volunteer.") or model._abstract:
                continue
            for field in model._fields.values():
                if field.compute and field.name.endswith("url") and not field.store:
                    records = model.new({}) | model.new({})
                    field.compute_value(records)
                    seen.append(f"{name}.{field.name}")
        self.assertIn("volunteer.recruitment.url", seen)
