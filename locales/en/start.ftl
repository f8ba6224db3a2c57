start-hello = Hello! Wholesale ordering: type an article or a product's name.
start-unlinked = To see your prices and to order, connect to a company.
start-have-code = I have a code
start-share-phone = Share my phone
start-register = Register a company
start-ask-code = Send the code from the invitation.

start-offer = Invitation
start-offer-company = Company
start-offer-inn = INN
start-offer-role = Role
start-offer-staff = You are invited to the supplier's team.
start-link = Connect
start-linked = Done: you are connected.
start-linked-company = You are connected: { $company }, as { $role }.
start-linked-staff = You are on the supplier's team as { $role }.
start-link-gone = This card is not yours or is out of date. Open the invitation's link again.

start-ask-phone = Press the button below: only the manager will see the number.
start-own-phone = This number is not your own. Press “{ $button }” below.
start-asked = The manager has been asked. As soon as there is an answer, the link comes here.

register-inn = The company's INN?
register-inn-hint = Ten digits, twelve for a sole trader.
register-inn-wrong = There is a mistake in the INN: its check digit does not fit. Check it and send it again.
register-company = What is the company called?
register-name = What is your name?
register-too-long = Too long, please make it shorter.

menu-title = Menu
menu-company = { $company }, { $role }
menu-hint = Type an article or a name. “0893106 10” puts ten straight into the cart.
menu-search = Find a product
menu-catalogue = Catalogue
menu-mine = My products
menu-cart = Cart
menu-orders = Orders
menu-repeat = Repeat the last
menu-loyalty = Level and points
menu-balance = Balance
menu-company-button = Company
menu-settings = Settings
menu-help = Help
menu-requests = Requests
menu-invite = Invite

cancel-done = All right, cancelled.
cancel-nothing = There is nothing to cancel.

group-private = Prices, the cart and money are for a private chat.
group-open = Open the private chat
command-unknown = There is no such command. What can be typed: /help.
only-text = I understand text, Excel and CSV sheets, and photos of barcodes.
other-button = This button no longer works here. Open the menu: /start.
