# Каталог по группам, мои товары, избранное, поступления.

catalogue-title = Каталог
catalogue-group = { $name } · { $count }
catalogue-goods = Показать товары
catalogue-up = ↑ { $name }

list-in-stock = Только в наличии
list-by-name = По названию
list-by-price = По цене

mine-title = Мои товары
mine-column = Обычно
mine-hint = Нажмите номер или пришлите его в ответ, чтобы открыть карточку. «+» положит в корзину обычное количество.
mine-empty = Здесь появится то, что вы заказываете, — после первого заказа.

favourites-title = Избранное
favourites-empty = Пока пусто. Кнопка «В избранное» есть на карточке каждого товара.
