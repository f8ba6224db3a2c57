cart-title = Корзина
cart-named = Корзина «{ $name }»
cart-empty = Корзина пуста.
cart-empty-hint = Напишите артикул или название товара, например «болт М8».
cart-total = Итого
cart-vat = В том числе НДС
cart-page = Строки { $from }–{ $to } из { $count }
cart-hint = Ответьте «3: 20», чтобы стало 20, «3 +5» или «3 -5», чтобы изменить, «убрать 3», чтобы удалить. Вернуть как было — /undo.
cart-short = есть { $quantity }
cart-unavailable = не продаётся
cart-changed = Изменили
cart-undone = Вернули как было
cart-line-now = { $article } { $name }: { $quantity }
cart-grown = +{ $more }, в корзине { $quantity }
cart-line-rounded = { $article } { $name }: { $quantity } — округлили до упаковки
cart-line-minimum = { $article } { $name }: { $quantity } — это минимальный заказ
cart-line-removed = { $article } { $name }: убрали
cart-check-out = Оформить заказ
cart-clear = Очистить
cart-clear-ask = { $count ->
    [one] Убрать из корзины { $count } строку? Вернуть можно командой /undo.
    [few] Убрать из корзины { $count } строки? Вернуть можно командой /undo.
   *[other] Убрать из корзины { $count } строк? Вернуть можно командой /undo.
}
cart-clear-surely = Да, очистить
cart-cleared = Корзину очистили. Вернуть — /undo.
entry-added = Положили в корзину
entry-undone = Отменили
entry-undone-now = { $article } { $name }: в корзине { $quantity }
entry-undone-gone = { $article } { $name }: в корзине больше нет
cart-no-line = Строки { $number } в этой корзине нет.
list-too-old = Этот список устарел. Поищите ещё раз.
cart-another = Сейчас вы заполняете другую корзину. Открыть её: /cart.
