checkout-address = Where shall it go?
checkout-address-hint = Choose an address or type a new one.
checkout-pickup = Pick-up
checkout-comment = A comment on the order
checkout-comment-hint = Type what matters: the time, a pass, whom to call.
checkout-no-comment = No comment

checkout-title = Check the order
checkout-company = Company
checkout-inn = INN
checkout-delivery = Delivery
checkout-comment-label = Comment
checkout-comment-none = none
checkout-comment-whole = The whole comment
checkout-problem-short = { $article } { $name }: { $stock } in stock, less than you order.
checkout-problem-unavailable = { $article } { $name }: no longer sold, take this line out.
checkout-problem-over-limit = The order is over the credit limit by { $amount }.
checkout-problem-empty = There is nothing in the cart.
checkout-problem-other = { $article } { $name }: check this line.
checkout-blocked = The order can't be placed like this. Please change it.
checkout-confirm = Confirm the order
checkout-change = Change
checkout-drop = Cancel
checkout-what-to-change = What shall be changed?
checkout-change-lines = Products
checkout-change-address = Address
checkout-change-comment = Comment

checkout-differs = Something has changed, please confirm again
checkout-differs-price = { $article } { $name }: the price was { $was }, now { $now }
checkout-differs-quantity = { $article } { $name }: was { $was }, now { $now }
checkout-differs-added = { $article } { $name }: { $now } was added
checkout-differs-removed = { $article } { $name }: no longer in the cart
checkout-differs-unavailable = { $article } { $name }: no longer sold
checkout-differs-short = { $article } { $name }: only { $now } left in stock
checkout-differs-over-limit = Over the credit limit by { $now }
checkout-differs-other = { $article } { $name }: was { $was }, now { $now }

checkout-checking = Checking whether the order went through
checkout-checking-hint = The warehouse has not answered yet. No need to repeat: we will write as soon as we know.
checkout-dropped = The order was not placed. The products are still in the cart.
checkout-asked-below = Something has changed: check the order in the new message.
checkout-outdated = This card is out of date. Open the cart and check out again.
checkout-refused = The order was not placed
checkout-unsure = There is no way to learn whether the order was accepted: access is closed. Please ask the manager.
checkout-too-long = The comment is longer than { $count } characters, please shorten it.
checkout-address-too-long = The address is longer than { $count } characters, please shorten it.
checkout-address-too-short = Please type the address in full.
checkout-address-gone = This address is no longer there, choose another.
checkout-problem-below-minimum = { $amount } short of the minimum order.
checkout-problem-over-personal-limit = { $amount } above your own limit. The owner can place such an order.
checkout-pay = Paying would help: { $documents } — { $amount }.
checkout-pay-more = Paying would help: { $documents } and more — { $amount }.
checkout-drop-lines = { $count ->
    [one] Leave out { $count } line
   *[other] Leave out { $count } lines
}
checkout-drop-ask = Without these lines the order is within the limit. Take them out of the cart?
checkout-drop-surely = Yes, take them out
checkout-dropped-lines = Taken out
checkout-nothing-to-drop = The order is within the limit already. Open the cart: /cart.
