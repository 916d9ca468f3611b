from . import ledger
from . import portal
from . import verify
from . import trail
from . import files
from . import export
from . import register
from . import filing
