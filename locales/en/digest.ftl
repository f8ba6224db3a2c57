digest-title = { $day } in numbers
digest-button = The day
digest-today = Today
digest-yesterday = Yesterday
digest-orders = { $count ->
    [0] no orders
    [one] { $count } order, { $total }
   *[other] { $count } orders, { $total }
}
digest-overdue = Overdue, ₽
digest-overdue-title = Overdue
digest-companies = { $total }, { $count ->
    [one] { $count } company
   *[other] { $count } companies
}
digest-nps = { $month } { $value } ({ $count ->
    [one] { $count } answer
   *[other] { $count } answers
})
digest-claims = Open claims: { $count }, not taken: { $untaken }, past their deadline: { $late }
digest-messages = Messages without an answer: { $count }
digest-requests = Requests to be let in: { $count }
digest-company-requests = Companies' requests: { $count }
digest-nothing-waits = All is dealt with.
command-digest = orders, overdue money, claims: today in numbers
