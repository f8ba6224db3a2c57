# The catalogue by groups, my products, favourites, arrivals.

catalogue-title = Catalogue
catalogue-group = { $name } · { $count }
catalogue-goods = Show products
catalogue-up = ↑ { $name }

list-in-stock = In stock only
list-by-name = By name
list-by-price = By price

mine-title = My products
mine-column = Usually
mine-hint = Press a number, or reply with it, to open its card; “+” puts the usual quantity into the cart.
mine-empty = What you order will be here after the first order.

favourites-title = Favourites
favourites-empty = Nothing yet. Every product’s card has “Add to favourites”.
