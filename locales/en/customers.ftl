menu-customers = Customers
customers-title = Customers
customers-found = Customers: { $query }
customers-empty = You have no customers yet.
customers-none = There is no “{ $query }” among your customers. I look for names, INNs, people and phones.
customers-ask = The customer's name, INN, person or phone?
customers-search = Find a customer
customers-hint = Press a number to open the card.
customers-company = Company
customers-debt = Debt, ₽
customers-overdue-mark = overdue
customers-last-order = Last order
customer-manager = Manager
customer-no-manager = nobody
customer-region = Region
customer-orders = Orders
customer-contact = Last heard of
customer-last-orders = Last orders
customer-nobody = Nobody is connected yet.
customer-people = { $count ->
    [0] People
    [one] { $count } person
   *[other] { $count } people
}
customer-act-for = Order on the company's behalf
customer-pick-manager = Who is responsible for { $company }?
customer-assigned = Done.
customer-ask-region = Which region is it? “-”: none.
command-customers = find a customer: orders, debt, people
behalf-line = You act for { $company }. Back to yourself: /leave
behalf-leave = Back to myself
behalf-left = You no longer act for { $company }.
behalf-none = You act for yourself as it is.
order-author-staff = { $name }, the supplier's manager
command-leave = stop acting for a company
