from . import portal
from . import lead
