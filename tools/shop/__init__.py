"""ShopBot's hands: the tools that reach a shop's API, and the desk that says what may be done in a conversation.

Who the customer is, and what they have agreed to, is known to the desk alone: no model is asked, and none is told.
"""

from .act import Act
from .client import ShopClient
from .consent import agrees
from .desk import Desk
from .shown import steps
from .tools import READS, WRITES, shop_tools

__all__ = ["READS", "WRITES", "Act", "Desk", "ShopClient", "agrees", "shop_tools", "steps"]
