"""The tree of groups, and what companies and people keep of the catalogue."""

from datetime import datetime

from pydantic import Field

from portal.api.schemas.common import Named, Page, Quantity, Schema
from portal.api.schemas.products import ProductRow


class GroupOut(Schema):
    id: str
    name: str
    parent_id: str | None
    products: int = Field(description="Shown in it and in the groups below it")
    children: int = Field(description="Groups directly in it that have products")


class GroupPage(Page[GroupOut]):
    path: list[Named] = Field(description="From the top to the group asked for, with it")


class UsualProduct(Schema):
    product: ProductRow = Field(description="With the price at the usual quantity")
    orders: int = Field(description="In how many of the company's last orders")
    usual_quantity: Quantity = Field(description="The median of what an order held")
    last_ordered_at: datetime
    due_at: datetime | None = Field(
        default=None, description="When it would be ordered again, were all as usual"
    )
