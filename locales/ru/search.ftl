search-title = Поиск: «{ $query }»
search-near = Точного совпадения нет, вот что похоже.
search-nothing = По запросу «{ $query }» ничего не нашлось.
search-nothing-hint = Проверьте артикул или назовите товар короче: «болт М8», «WD-40».
search-page = Страница { $number }
search-hint = Нажмите номер или пришлите его в ответ, чтобы открыть карточку. «+» положит в корзину одну упаковку.
search-hint-open = Нажмите номер или пришлите его в ответ, чтобы открыть карточку.
search-wish = Сколько положить: { $quantity }. Выберите товар кнопкой «+».
search-ask = Напишите артикул или название, например «болт М8».
search-ask-entry = Артикул и количество через пробел сразу попадут в корзину: «0893106 10».
search-ask-list = Список — несколькими строками, таблицей Excel или CSV, фото штрихкодов.

list-analogues = Аналоги: { $name }
list-variants = Варианты: { $name }
list-empty = Здесь пока пусто.

prices-connect = Цены видны после подключения к компании: нажмите /start.
prices-contract = Цены появятся, как только заключим договор. Спросите своего менеджера.
prices-private = Цены — в личных сообщениях.

column-number = №
column-article = Артикул
column-name = Наименование
column-product = Товар
column-price = Цена, ₽
column-stock = Наличие
column-quantity = Кол-во
column-amount = Сумма, ₽
column-add = В корзину

stock-none = нет
added = { $name }: в корзине { $quantity }.
added-rounded = { $name }: в корзине { $quantity } — округлили до упаковки.
added-minimum = { $name }: в корзине { $quantity } — это минимальный заказ.
removed = { $name }: убрали из корзины.
list-no-row = Строки { $number } в этом списке нет.
