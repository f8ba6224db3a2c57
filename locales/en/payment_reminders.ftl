# Reminders of payments.
payment-title = Payment reminder
payment-document = Document
payment-by = Due
payment-amount = Amount, ₽
payment-today = today
payment-late =
    { $date }, { $count ->
        [one] { $count } day late
       *[other] { $count } days late
    }
payment-more =
    And { $count ->
        [one] { $count } more document.
       *[other] { $count } more documents.
    }
payment-total = Total to pay
payment-pay = Invoice and QR code
payment-paid = Already paid
payment-thanks = Thank you! Your manager has been told.
payment-thanks-hint = We will not remind you of this again until there is news from accounting. Once the payment arrives, we will write.
payment-said = By our data, { $amount } was still to be paid.

asked-paid = Say that they have paid
notice-paid = { $name } says that it is paid.
notice-paid-seen = The manager has seen your message about the payment.
