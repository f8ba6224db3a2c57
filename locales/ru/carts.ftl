cart-supply = Поставка: { $name }
cart-replaces = Вместо заказа № { $number }: он будет отменён, когда оформите этот.
cart-subtotals = По группам
cart-group = Группа
cart-no-group = Без группы
cart-short-elsewhere = есть { $quantity }, в другой корзине { $elsewhere }
cart-branded = с вашим логотипом
cart-branding-hint = Свой логотип: ответьте «{ $number } логотип» — плюс { $price } за { $unit }. «{ $number } без логотипа» — убрать. Требования к логотипу — в карточке товара.
cart-brand-on = Нанесём логотип
cart-brand-off = Без логотипа

hint-below-minimum = До минимального заказа не хватает { $amount }
hint-over-limit = Больше кредитного лимита на { $amount }
hint-saved = Скидка { $amount } уже учтена
hint-step = Ещё { $lacking } — и эта корзина станет дешевле на { $saving }
hint-step-group = Ещё { $lacking } на «{ $group }» — и эта корзина станет дешевле на { $saving }
hint-level-discount = скидка { $percent }
hint-to-next = до уровня «{ $level }» { $amount }
hint-to-keep = чтобы сохранить — ещё { $amount } до { $day }
hint-no-level = Первый уровень ещё впереди

carts-button = Корзины
carts-title = Корзины компании
carts-column-name = Корзина
carts-column-lines = Строк
carts-active = заполняете её
carts-unnamed = Без названия
carts-hint = Нажмите номер, чтобы перейти в корзину. Её видят и ваши коллеги.
carts-new = Новая корзина
carts-name = Назвать
carts-copy = Копировать
carts-merge = Объединить
carts-remove = Удалить
carts-from-stock = Со склада
carts-pick-supply = Откуда поставка?
carts-made = Новая корзина готова
carts-ask-name = Как назвать корзину?
carts-ask-name-hint = Например, «Стройка на Лесной». Можно и не называть.
carts-named = Назвали
carts-name-too-long = Название длиннее { $count } знаков, сократите его.
carts-copy-of = { $name } (копия)
carts-copied = Скопировали
carts-merge-ask = Какую корзину переложить в «{ $name }»?
carts-merged = Переложили
carts-remove-ask = { $count ->
    [one] Удалить корзину «{ $name }»? В ней { $count } строка.
    [few] Удалить корзину «{ $name }»? В ней { $count } строки.
   *[other] Удалить корзину «{ $name }»? В ней { $count } строк.
}
carts-remove-surely = Да, удалить
carts-gone = Этой корзины больше нет.
