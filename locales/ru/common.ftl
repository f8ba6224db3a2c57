# Общее: возраст данных, роли, кнопки, которые встречаются на разных экранах.

age-now = только что
age-minutes = { $count ->
    [one] { $count } минуту назад
    [few] { $count } минуты назад
   *[other] { $count } минут назад
}
age-hours = { $count ->
    [one] { $count } час назад
    [few] { $count } часа назад
   *[other] { $count } часов назад
}
age-days = { $count ->
    [one] { $count } день назад
    [few] { $count } дня назад
   *[other] { $count } дней назад
}

role-owner = владелец
role-buyer = закупщик
role-accountant = бухгалтер
role-manager = менеджер
role-director = директор

dash = —

button-cart = Корзина
button-menu = Меню
button-back = Назад
button-more = Ещё
button-cancel = Отменить
