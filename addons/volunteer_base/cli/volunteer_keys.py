import sys

from odoo.cli.command import Command
from odoo.tools import config


class VolunteerKeys(Command):
    """Make, renew and rotate the keys that encrypt volunteers' ID numbers."""

    name = "volunteer_keys"
    epilog = """
        make FILE    write fresh keys into a new file (mode 600)
        renew FILE   put a new encryption key in front; the old ones still decrypt
        rotate       encrypt every ID number of the database anew with the first key
        prune FILE   drop the old encryption keys, after rotate

        The server reads the file that the variable VOLUNTEER_KEY_FILE names.
    """

    def run(self, args):
        self.parser.add_argument("action", choices=("make", "renew", "rotate", "prune"))
        self.parser.add_argument("file", nargs="?", help="the key file; not for rotate")
        self.parser.add_argument("-c", "--config", help="Odoo's configuration file")
        self.parser.add_argument("-d", "--database", help="the database, for rotate")
        options = self.parser.parse_args(args)
        if options.action == "rotate":
            sys.exit(self._rotate(options))
        if not options.file:
            self.parser.error(f"{options.action} needs the key file")
        sys.exit(self._change_file(options))

    def _change_file(self, options):
        # Imported late: the addon is on the path only once the command line was read.
        from odoo.addons.volunteer_base.tools import keyring

        try:
            if options.action == "make":
                keyring.write_key_file(options.file)
            elif options.action == "renew":
                keyring.change_key_file(options.file, keyring.with_new_key)
            else:
                keyring.change_key_file(options.file, keyring.without_old_keys)
        except keyring.KeyringError as error:
            return f"{options.file}: {error.code}. Nothing was changed."
        print(f"{options.file}: written. Keep a copy apart from the database's backup.")
        return 0

    def _rotate(self, options):
        from odoo import SUPERUSER_ID, api
        from odoo.modules.registry import Registry

        arguments = ["--no-http"]
        if options.config:
            arguments += ["-c", options.config]
        if options.database:
            arguments += ["-d", options.database]
        config.parse_config(arguments, setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            return "Name the database with -d."
        with Registry(names[0]).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            count = env["volunteer.identity"]._rotate_keys_sudo()
        print(f"{count} ID numbers are encrypted with the newest key.")
        return 0
