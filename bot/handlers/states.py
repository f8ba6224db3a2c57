"""Which text is being waited for."""

from aiogram.fsm.state import State, StatesGroup


class Asking(StatesGroup):
    code = State()
    phone = State()
    inn = State()
    """Of the company that registers."""
    company_name = State()
    name = State()
    quantity = State()
    address = State()
    comment = State()
    invite_inn = State()
    """Of the company to which staff invites."""
