orders-found = Orders: { $query }
orders-all = All orders
orders-only-open = In work
orders-only-shipped = Shipped
order-receipt = Order in Excel
order-split = Split
order-unite = Merge deliveries
order-change = Change the order
order-merge = Merge with another
receipt-file = Order { $number }.xlsx

deliveries-title = Deliveries
delivery-column = Delivery
delivery-planned = planned
delivery-in-assembly = being assembled
delivery-shipped = shipped
delivery-delivered = delivered
delivery-cancelled = cancelled
delivery-inside = { $count ->
    [one] Delivery { $number }: { $count } line
   *[other] Delivery { $number }: { $count } lines
}
split-title = Split order { $number }
split-now = { $count ->
    [one] In stock now: { $count } line, { $amount }
   *[other] In stock now: { $count } lines, { $amount }
}
split-later = { $count ->
    [one] To come later: { $count } line, { $amount }
   *[other] To come later: { $count } lines, { $amount }
}
split-by-stock = By stock
split-by-date = Or a part on another day; choose it:
split-what = What shall come on { $day }?
split-hint = Reply with the numbers of lines: “3”, “1-5”, or a part of a line, “2: 50”.
split-no-line = There is no line { $number } among what was not shipped.
split-nothing = Nothing to split: either all is in stock, or nothing is yet.
merge-ask = Which order shall { $number } be merged with? Prices stay as they are.
merge-with = { $number } · { $total }
merge-none = There are no other orders to merge it with.
order-more = More
