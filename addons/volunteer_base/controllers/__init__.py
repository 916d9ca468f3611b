from . import portal
from . import papers
