# Lists: the draft of what was sent, a report on it, and the order form.

list-reading = Reading the file…
list-reading-lines = { $count ->
    [one] Reading the file… { $done } of { $count } line
   *[other] Reading the file… { $done } of { $count } lines
}
list-title = List
list-title-file = List from the file “{ $name }”

list-ready = Found: { $count }
list-waiting = To choose or confirm: { $count }
list-missing = Not found: { $count }
list-lacking = Of these, not enough in stock: { $count }
list-in-cart = In the cart already: { $count }
list-on-the-way = Sent to the cart, waiting for the warehouse: { $count }
list-left = Left out: { $count }. I read 5,000 lines at a time; please send the rest separately.
list-unfilled = Without a quantity, skipped: { $count }
list-ignored = Skipped: { $count }
list-more = and { $count } more
list-page = Page { $page } of { $pages }
list-no-questions = No questions left.
list-hint = Reply “3: 20” to order 20, “3 = 0893106” to replace the product, “remove 3” to delete the line.

list-column-written = Written
list-likely = looks like:
list-added-mark = In the cart:
list-adding-mark = Sent:
list-blocked = Not for sale:
list-blocked-rest = Discontinued, there are fewer left:
list-choose = { $count ->
    [one] { $count } product fits
   *[other] { $count } products fit
}
list-near = not found. Near: { $articles }
list-none = not found
list-together = { $count ->
    [one] together with line { $numbers }
   *[other] together with lines { $numbers }
}
list-rounded = { $wanted } asked, rounded up to a pack
list-minimum = the minimum order
list-unit-unknown = not counted in this unit, please check
list-too-much-note = so much cannot be ordered
list-short = there are { $quantity }
list-out = out of stock

list-yes = Yes
list-yes-all = Confirm what is shown
list-pick = Choose
list-look = Similar
list-analogue = Analogue
list-only-open = Questions only ({ $count })
list-all = All lines
list-add = Add to cart
list-report = Download report
list-back = To the list
list-open = Open the list
list-restore = Bring the list back
list-remove = Remove the line

list-line-title = Line { $number }
list-line-hint = Reply “{ $number }: 20” to order 20, or “{ $number } = 0893106” to replace the product.
list-line-amount = { $amount } in all
list-line-none = No such product was found.
list-pick-one = Several products fit. Which one do you need?
list-pick-near = There is no such product. One of these, perhaps?
list-pick-likely = Is this the product?
list-pick-analogue = There is not so much of it. What can stand in:
list-pick-other = What can stand in:

list-added = { $count ->
    [one] Put { $count } line into the cart
   *[other] Put { $count } lines into the cart
}
list-cart-total = The cart comes to { $total }
list-not-found = Not found
list-taken-back = { $count ->
    [one] Took { $count } line out of the cart. It is still in the list.
   *[other] Took { $count } lines out of the cart. They are still in the list.
}
list-dropped = The list is cancelled. Nothing went to the cart.
list-dropped-rest = The list is closed. What was put into the cart is still there.
list-confirmed = { $count ->
    [one] Confirmed { $count } line
   *[other] Confirmed { $count } lines
}
list-changed = Changed

list-connect = We will go through lists as soon as you are connected: press /start.
list-no-lines = I found no article in this. Write a line for each product: article and quantity, like “0893106 10”.
list-nothing-filled = No quantity is filled in in this file. Please fill them in and send it again.
list-no-codes = I see no barcodes in the picture. Take it closer, in good light and without glare, or send the articles as text.
list-outdated = This list is outdated. Please send it again.
list-other-company = This list was made for another company. Switch to it: /company.
list-outdated-choice = This product is no longer offered. Please open the line again.
list-no-line = There is no line { $number } in this list.
list-line-added = Line { $number } is in the cart already. It can be changed there: /cart.
list-nothing-to-confirm = Line { $number } needs no confirmation.
list-nothing-to-add = There is nothing to add yet: please answer the questions about the lines.
list-not-for-sale = Article { $article } is not for sale now. Please choose another.
list-no-product-yet = Choose the product in line { $number } first.
list-too-much = The quantity in line { $number } is too large.
list-nothing-read = Could not make sense of “{ $text }”. Write an article or a name.
list-unsure = The warehouse did not answer, and it is not known yet whether the list reached the cart. Press “Add to cart” again: nothing will be added twice.
list-file-caption = The last column says what became of each line.

report-name = Report
report-row = Row
report-sheet = Sheet
report-unit = Unit
report-fate = What became of it
report-exact = Found
report-confirmed = Found, confirmed by you
report-likely = Waits for your confirmation
report-choose = To be chosen: { $articles }
report-near = Not found. Near: { $articles }
report-none = Not found
report-blocked = Not for sale now
report-merged = Added up with row { $row }
report-removed = Removed by you
report-adding = Sent to the cart
report-added = In the cart
report-rounded = rounded up to a pack
report-minimum = raised to the minimum order
report-short = less in stock
report-ignored-header = Skipped: a header
report-ignored-total = Skipped: a total
report-ignored-courtesy = Skipped: no product
report-ignored-no-words = Skipped: empty
report-ignored-no-quantity = Skipped: no quantity

blank-button = Download an order form
blank-name = Form
blank-title = Order form: { $company }
blank-hint = Write how much you need into the last column and send this file to the bot. Add below what is not here.
blank-pack = Pack
blank-usual = You usually take
blank-order = Order
blank-caption = Fill in the column “Order” and send the file here.
blank-file = order-form.xlsx
report-file = report.xlsx
