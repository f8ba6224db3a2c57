# Reminders: the cart, the usual order, the level.
nudge-off = To switch such reminders off: /settings → Notifications.
nudge-cart = { $count ->
    [one] { $count } line is waiting in the cart: it has not been ordered yet.
   *[other] { $count } lines are waiting in the cart: they have not been ordered yet.
}
nudge-cart-open = Open the cart
nudge-usual = It seems to be time for the usual order: the last one was on { $day }.
nudge-usual-draft = { $count ->
    [one] A draft is ready, with { $count } product.
   *[other] A draft is ready, with { $count } products.
}
nudge-usual-open = Open the draft
nudge-level = The level “{ $level }” holds until { $day }, that day included.
nudge-level-keep = To keep it, order for another { $amount }.
nudge-level-after = Otherwise “{ $level }” is what is left afterwards.
nudge-level-open = Show the level
