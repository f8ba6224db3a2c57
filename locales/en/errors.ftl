error-unexpected = Something went wrong, we are looking into it. Please try again.
error-portal-unavailable = The warehouse does not answer just now. Your cart is safe, please try again in a minute.
error-refused = This cannot be done.
error-unauthorized = Your access was revoked. Please ask the manager for a new code.
error-forbidden = You may not do this.
error-not-found = Not found: it may have been removed.
error-invalid = This could not be understood. Please check what you wrote.
error-code-unknown = The code does not fit: it is mistyped, used or expired. Please ask the manager for a new one.
error-too-many-guesses = Too many wrong codes in a row. Please try again in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
error-not-for-sale = Article { $article } is not for sale just now.
error-nothing-to-undo = There is nothing to undo.
error-cart-empty = The cart is empty.
error-no-contract = There is no contract in force. Please contact the manager.
error-cannot-cancel = This order can no longer be cancelled. Please contact the manager.
error-already-decided = Somebody has already dealt with this request.
error-company-unknown = There is no company with the INN { $inn }.
error-inn-invalid = There is a mistake in the INN: its check digit does not fit.
error-last-owner = This is the last owner: invite another one first.
error-no-company = You are not connected to a company. Press /start.
error-price-type-unknown = This price type is no longer there.
error-unit-unknown = { $article } is not counted in “{ $unit }”. Type the quantity without a unit.
error-too-much = { $article }: that is too much, the most is { $most }.
error-cart-full = There are too many lines in the cart, the most is { $most }.
error-in-stock = It is in stock, there is no need to wait.
error-search-not-ready = Search is being updated. Please try again in a minute.
error-quote-changed = The cart has changed. Check it and check out again.
error-token-taken = This link has been used already. Please ask for a new one.
error-file-too-large = The file is too large: the most is { $megabytes } MB.
error-file-empty = The file is empty.
error-file-type-unknown = This file will not do: send a photo, a video, a PDF, Word or Excel file.
