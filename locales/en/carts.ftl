cart-supply = Supply: { $name }
cart-replaces = In place of order { $number }, which is cancelled when this one is placed.
cart-subtotals = By groups
cart-group = Group
cart-no-group = No group
cart-short-elsewhere = { $quantity } in stock, { $elsewhere } in another cart
cart-branded = with your logo
cart-branding-hint = Your own logo: reply “{ $number } logo”, { $price } more for a { $unit }. “{ $number } no logo” takes it off. The product’s card says what the logo must be like.
cart-brand-on = With the logo
cart-brand-off = Without the logo

hint-below-minimum = { $amount } short of the minimum order
hint-over-limit = { $amount } over the credit limit
hint-saved = A discount of { $amount } is in the prices
hint-step = { $lacking } more, and this cart costs { $saving } less
hint-step-group = { $lacking } more of “{ $group }”, and this cart costs { $saving } less
hint-level-discount = { $percent } off
hint-to-next = { $amount } to the level “{ $level }”
hint-to-keep = to keep it: { $amount } more by { $day }
hint-no-level = The first level is yet to come

carts-button = Carts
carts-title = The company's carts
carts-column-name = Cart
carts-column-lines = Lines
carts-active = you fill it
carts-unnamed = Unnamed
carts-hint = Press a number to go to that cart. Your colleagues see them too.
carts-new = New cart
carts-name = Name
carts-copy = Copy
carts-merge = Merge
carts-remove = Remove
carts-from-stock = From stock
carts-pick-supply = Supplied from where?
carts-made = A new cart is ready
carts-ask-name = What shall the cart be called?
carts-ask-name-hint = For example, “Site at Forest Street”. It may stay unnamed.
carts-named = Named
carts-name-too-long = The name is longer than { $count } characters, please shorten it.
carts-copy-of = { $name } (copy)
carts-copied = Copied
carts-merge-ask = Which cart shall go into “{ $name }”?
carts-merged = Merged
carts-remove-ask = { $count ->
    [one] Remove the cart “{ $name }”? There is { $count } line in it.
   *[other] Remove the cart “{ $name }”? There are { $count } lines in it.
}
carts-remove-surely = Yes, remove
carts-gone = This cart is no longer there.
