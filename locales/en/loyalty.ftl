loyalty-no-level = The first level is still ahead
loyalty-discount = Discount
loyalty-to-next = { $amount } more to “{ $level }”
loyalty-top = This is the highest level.
loyalty-turnover = Ordered from { $first } to { $last }
loyalty-keep = To keep “{ $level }”, order for { $amount } more by { $day }, that day included.
loyalty-safe = “{ $level }” is yours until { $day }.
loyalty-first-order = All orders count but the cancelled ones.
loyalty-privileges = What the level gives
loyalty-level = Level
loyalty-from = Orders from, ₽
loyalty-column-discount = Discount
loyalty-column-points = Points
loyalty-here = { $level } — you are here
loyalty-points = Points
loyalty-points-hint = Points come with delivered orders. A point pays 1 ₽ of what is owed.
loyalty-points-spendable = { $count ->
    [one] { $count } point can pay what is owed now: 1 ₽ each.
   *[other] { $count } points can pay what is owed now: 1 ₽ each.
}
loyalty-spend = Spend points
loyalty-history = History of points
loyalty-history-empty = No points yet: they come with the first delivered order.
loyalty-ask = { $count ->
    [one] Pay with { $count } point?
   *[other] Pay with { $count } points?
}
loyalty-ask-hint = A point is 1 ₽. What is due first is paid first. For fewer, reply to this message with a number.
loyalty-spend-all = Spend { $count }
loyalty-spent = { $count ->
    [one] { $count } point spent: { $count } ₽ less is owed.
   *[other] { $count } points spent: { $count } ₽ less is owed.
}
loyalty-to-balance = Balance
loyalty-back = To the level
loyalty-what = What for
loyalty-after = Left
loyalty-for-order = { $what } № { $number }
loyalty-reason-earned = for order
loyalty-reason-spent = towards the debt
loyalty-reason-corrected = correction
