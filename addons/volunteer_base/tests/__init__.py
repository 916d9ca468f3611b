from . import test_key_rotation
from . import test_portal
