menu-customers = Клиенты
customers-title = Клиенты
customers-found = Клиенты: { $query }
customers-empty = Клиентов у вас пока нет.
customers-none = «{ $query }» среди ваших клиентов не нашлось. Ищу по названию, ИНН, имени и телефону.
customers-ask = Название, ИНН, имя или телефон клиента?
customers-search = Найти клиента
customers-hint = Нажмите номер, чтобы открыть карточку.
customers-company = Компания
customers-debt = Долг, ₽
customers-overdue-mark = просрочен
customers-last-order = Последний заказ
customer-manager = Менеджер
customer-no-manager = не назначен
customer-region = Регион
customer-orders = Заказов
customer-contact = Последнее обращение
customer-last-orders = Последние заказы
customer-nobody = Пока никто не подключён.
customer-people = { $count ->
    [0] Люди
    [one] { $count } человек
    [few] { $count } человека
   *[other] { $count } человек
}
customer-act-for = Оформить заказ за компанию
customer-pick-manager = Кто отвечает за { $company }?
customer-assigned = Записали.
customer-ask-region = Какой это регион? «-» — без региона.
command-customers = найти клиента: заказы, долг, люди
behalf-line = Вы оформляете за { $company }. Вернуться к себе — /leave
behalf-leave = Вернуться к себе
behalf-left = Вы больше не оформляете за { $company }.
behalf-none = Вы и так действуете от себя.
order-author-staff = { $name }, менеджер поставщика
command-leave = перестать оформлять за компанию
