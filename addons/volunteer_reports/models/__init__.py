from . import certificates
from . import registers
from . import files
from . import monthly
from . import bureau
from . import analysis
from . import indicators
from . import dashboard
