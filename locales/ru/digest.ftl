digest-title = Сводка на { $day }
digest-button = Сводка
digest-today = Сегодня
digest-yesterday = Вчера
digest-orders = { $count ->
    [0] заказов нет
    [one] { $count } заказ на { $total }
    [few] { $count } заказа на { $total }
   *[other] { $count } заказов на { $total }
}
digest-overdue = Просрочено, ₽
digest-overdue-title = Просрочено
digest-companies = { $total } у { $count ->
    [one] { $count } компании
   *[other] { $count } компаний
}
digest-nps = { $month } { $value } ({ $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[other] { $count } ответов
})
digest-claims = Открытых претензий: { $count }, никто не взял: { $untaken }, срок прошёл: { $late }
digest-messages = Сообщений без ответа: { $count }
digest-requests = Заявок на подключение: { $count }
digest-company-requests = Запросов от компаний: { $count }
digest-nothing-waits = Всё разобрано.
command-digest = заказы, просрочка, претензии: сводка на сегодня
