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
