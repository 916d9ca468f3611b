from . import portal
from . import lead
from . import presence_scan
from . import presence_screen
from . import presence_kiosk
from . import presence_own
from . import approve
from . import hour_import
