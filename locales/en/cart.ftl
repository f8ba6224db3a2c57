cart-title = Cart
cart-named = Cart “{ $name }”
cart-empty = The cart is empty.
cart-empty-hint = Type an article or a product's name, for example “bolt M8”.
cart-total = Total
cart-vat = Including VAT
cart-page = Lines { $from }–{ $to } of { $count }
cart-hint = Reply “3: 20” to make it 20, “3 +5” or “3 -5” to change it, “remove 3” to take it out. To take the last change back: /undo.
cart-short = only { $quantity }
cart-unavailable = not for sale
cart-changed = Changed
cart-undone = Taken back
cart-line-now = { $article } { $name }: { $quantity }
cart-grown = +{ $more }, { $quantity } in the cart
cart-line-rounded = { $article } { $name }: { $quantity }, rounded to full packs
cart-line-minimum = { $article } { $name }: { $quantity }, the minimum order
cart-line-removed = { $article } { $name }: removed
cart-check-out = Check out
cart-clear = Clear
cart-clear-ask = { $count ->
    [one] Take { $count } line out of the cart? /undo brings it back.
   *[other] Take { $count } lines out of the cart? /undo brings them back.
}
cart-clear-surely = Yes, clear
cart-cleared = The cart is cleared. To bring it back: /undo.
entry-added = Put into the cart
entry-undone = Undone
entry-undone-now = { $article } { $name }: { $quantity } in the cart
entry-undone-gone = { $article } { $name }: no longer in the cart
cart-no-line = There is no line { $number } in this cart.
list-too-old = This list is out of date. Please search again.
cart-another = You are filling another cart now. Open it: /cart.
