error-order-unknown = This company has no order No. { $number }.
error-already-closed = This request is closed already.
error-no-bank-details = There can be no QR code: the supplier’s bank details are missing.
error-no-edo = Name your e-document operator and ID in the company card first: /company.
error-supplier-unknown = The document cannot be drawn up: the supplier’s details are not known yet.
error-not-a-picture = A logo has to be a picture or a PDF.
error-order-missing = Name the order whose documents are needed.
error-period-wrong = This period won’t do: it may have { $days } days at most.
error-request-empty = Write your question.

command-documents = invoices, delivery notes, reconciliation, price list
menu-documents = Documents
order-documents = Documents

documents-title = Documents
documents-of-order = Documents of order No. { $number }
documents-none = No documents yet.
documents-none-yet = No documents of this order yet.
documents-all = All
documents-invoice = Invoices
documents-delivery-note = Delivery notes
documents-act = Reconciliation
documents-price-list = Price list as Excel
documents-edo = Request by EDI
documents-column = Document
documents-column-date = Date
documents-column-amount = Amount, ₽
documents-coming = Preparing the file…

document-named = { $kind } No. { $number }
document-invoice = Invoice
document-confirmation = Order confirmation
document-delivery-note = Delivery note
document-tax-invoice = Tax invoice
document-act = Act
document-other = Document

acts-period = For which period
acts-month = This month
acts-previous = Last month
acts-quarter = This quarter
acts-last-quarter = Last quarter
acts-year = This year so far

pay-invoice = Pay the invoice
pay-nothing = Nothing to pay now.
pay-which = What do you want to pay?
pay-which-hint = I will send the invoice and a QR code: open it in your bank’s app.
pay-due = { $document } · { $amount }
pay-code = QR code to pay by: scan it in your bank’s app, or open the picture there.
pay-code-due = { $document }: { $amount } to pay. Open the QR code in your bank’s app.
pay-paid = This document is paid already.

edo-asked = The documents of order No. { $number } were requested by EDI: { $operator }, { $id }.
edo-ask = What are the company’s e-document operator and ID?
edo-ask-hint = Write both with a comma between: “Diadoc, 2BM-7707083893-770701001-2015”. To remove them, write “none”.
edo-wrong = Operator and ID are needed, with a comma between: “Diadoc, 2BM-7707083893-770701001-2015”.
company-edo = E-documents
company-edo-button = E-documents
company-logo = Logo

logo-yours = The company’s logo
logo-what = This logo is put on goods of your own brand.
logo-other = Replace
logo-remove = Remove the logo
logo-removed = Removed.
logo-ask = Send the logo: a picture or a PDF.
logo-ask-hint = Better as a file: then Telegram does not compress it.
logo-kept = The logo is saved.
logo-kept-hint = It is put on goods that allow it: the product’s card and the cart say how to ask for it.

question-button = Ask the manager
question-ask = What shall we tell the manager?
question-asked = The manager has it.
question-asked-hint = The answer will come here.

requests-coming-in = Asking to be let in
asked-column-what = About
asked-edo = Documents by EDI
asked-limit = Limit
asked-other = Question
asked-person = Who
asked-edo-operator = Operator
asked-edo-id = ID
asked-done = Done
asked-open = Open the request
asked-answer = Answer
asked-ask-answer = What shall we answer? The request is closed after that.
asked-answered = Answer
asked-closed = { $what }, { $company }: closed.

notice-edo-done = The documents of order No. { $number } were sent by EDI.
notice-request-done = The manager has answered your request.
notice-asked = A new request from a company: { $what }. { $name } asks.

product-branding = Your logo can be put on: { $price } more a { $unit }
product-branding-how = Add the product to the cart and reply to it “1 logo”, where 1 is the number of the line. The logo itself is kept in the company’s card: /company.
