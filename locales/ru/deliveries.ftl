orders-found = Заказы: { $query }
orders-all = Все заказы
orders-only-open = В работе
orders-only-shipped = Отгружены
order-receipt = Заказ в Excel
order-split = Разделить
order-unite = Объединить поставки
order-change = Изменить заказ
order-merge = Объединить с другим
receipt-file = Заказ { $number }.xlsx

deliveries-title = Поставки
delivery-column = Поставка
delivery-planned = готовится
delivery-in-assembly = собирается
delivery-shipped = отгружена
delivery-delivered = доставлена
delivery-cancelled = отменена
delivery-inside = { $count ->
    [one] Поставка { $number }: { $count } строка
    [few] Поставка { $number }: { $count } строки
   *[other] Поставка { $number }: { $count } строк
}
split-title = Разделить заказ № { $number }
split-now = { $count ->
    [one] Есть сейчас: { $count } строка на { $amount }
    [few] Есть сейчас: { $count } строки на { $amount }
   *[other] Есть сейчас: { $count } строк на { $amount }
}
split-later = { $count ->
    [one] Приедет позже: { $count } строка на { $amount }
    [few] Приедет позже: { $count } строки на { $amount }
   *[other] Приедет позже: { $count } строк на { $amount }
}
split-by-stock = По наличию
split-by-date = Или часть к другому дню — выберите его:
split-what = Что привезти { $day }?
split-hint = Ответьте номерами строк: «3», «1-5» или часть строки — «2: 50».
split-no-line = Строки { $number } среди неотгруженного нет.
split-nothing = Делить нечего: либо всё уже в наличии, либо пока нет ничего.
merge-ask = С каким заказом объединить № { $number }? Цены останутся прежними.
merge-with = № { $number } · { $total }
merge-none = Других заказов, с которыми можно объединить, нет.
order-more = Ещё
