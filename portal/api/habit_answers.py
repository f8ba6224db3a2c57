"""Habits as the API tells them."""

from portal.api.products import product_row
from portal.api.schemas.kept import UsualProduct
from portal.domain.goods import Goods
from portal.domain.habits import Habit
from portal.domain.money import units


def habit_out(habit: Habit, goods: Goods) -> UsualProduct:
    return UsualProduct(
        product=product_row(goods),
        orders=habit.orders,
        usual_quantity=units(habit.quantity),
        last_ordered_at=habit.last_at,
        due_at=habit.due_at,
    )
