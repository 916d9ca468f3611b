{
    "name": "Quick passwords",
    "summary": "Loaded by the server of the tests from outside; never installed",
    "author": "Hospital Volunteers for Odoo contributors",
    "license": "LGPL-3",
    "version": "19.0.1.0.0",
    "depends": ["base"],
    "installable": False,
}
