# Shared: how old a figure is, roles, buttons that several screens have.

age-now = just now
age-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
age-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
age-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}

role-owner = owner
role-buyer = buyer
role-accountant = accountant
role-manager = manager
role-director = director

dash = —

button-cart = Cart
button-menu = Menu
button-back = Back
button-more = More
button-cancel = Cancel
