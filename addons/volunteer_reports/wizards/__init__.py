from . import volunteer_certificate_issue
from . import volunteer_ledger_export
