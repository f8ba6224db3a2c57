search-title = Search: “{ $query }”
search-near = Nothing matches exactly; here is what comes near.
search-nothing = Nothing was found for “{ $query }”.
search-nothing-hint = Check the article, or name the product in fewer words: “bolt M8”, “WD-40”.
search-page = Page { $number }
search-hint = Press a number, or reply with it, to open its card; “+” puts one pack into the cart.
search-hint-open = Press a number, or reply with it, to open its card.
search-wish = How much to add: { $quantity }. Choose the product with “+”.
search-ask = Type an article or a name, for example “bolt M8”.
search-ask-entry = An article and a quantity go straight to the cart: “0893106 10”.
search-ask-list = A list — as several lines, an Excel or CSV sheet, a photo of barcodes.

list-analogues = Analogues: { $name }
list-variants = Variants: { $name }
list-empty = Nothing here yet.

prices-connect = Prices are shown once you are connected to a company: press /start.
prices-contract = Prices will appear as soon as a contract is in force. Please ask your manager.
prices-private = Prices are shown in a private chat.

column-number = No.
column-article = Article
column-name = Name
column-product = Product
column-price = Price, ₽
column-stock = In stock
column-quantity = Qty
column-amount = Amount, ₽
column-add = Add

stock-none = none
added = { $name }: { $quantity } in the cart.
added-rounded = { $name }: { $quantity } in the cart, rounded to full packs.
added-minimum = { $name }: { $quantity } in the cart, the minimum order.
removed = { $name }: taken out of the cart.
list-no-row = There is no row { $number } in this list.
