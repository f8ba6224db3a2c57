# Списки: черновик того, что прислали, отчёт о нём и бланк.

list-reading = Читаю файл…
list-reading-lines = { $count ->
    [one] Читаю файл… { $done } из { $count } строки
   *[other] Читаю файл… { $done } из { $count } строк
}
list-title = Список
list-title-file = Список из файла «{ $name }»

list-ready = Найдено: { $count }
list-waiting = Выбрать или подтвердить: { $count }
list-missing = Не найдено: { $count }
list-lacking = Из них на складе не хватает: { $count }
list-in-cart = Уже в корзине: { $count }
list-on-the-way = Отправлено в корзину, ждём ответа склада: { $count }
list-left = Не поместилось: { $count }. За один раз читаю 5 000 строк, остальные пришлите отдельно.
list-unfilled = Без количества, пропущено: { $count }
list-ignored = Пропущено: { $count }
list-more = и ещё { $count }
list-page = Страница { $page } из { $pages }
list-no-questions = Вопросов не осталось.
list-hint = Ответьте «3: 20», чтобы заказать 20, «3 = 0893106», чтобы заменить товар, «убрать 3», чтобы удалить строку.

list-column-written = Написано
list-likely = похоже:
list-added-mark = В корзине:
list-adding-mark = Отправлено:
list-blocked = Не продаётся:
list-blocked-rest = Снят с производства, столько уже нет:
list-choose = { $count ->
    [one] подходит { $count } товар
    [few] подходят { $count } товара
   *[other] подходят { $count } товаров
}
list-near = не найдено. Рядом: { $articles }
list-none = не найдено
list-together = { $count ->
    [one] вместе со строкой { $numbers }
   *[other] вместе со строками { $numbers }
}
list-rounded = просили { $wanted }, округлили до упаковки
list-minimum = это минимальный заказ
list-unit-unknown = в этих единицах не считаем, проверьте
list-too-much-note = столько заказать нельзя
list-short = есть { $quantity }
list-out = нет в наличии

list-yes = Да
list-yes-all = Подтвердить показанное
list-pick = Выбрать
list-look = Похожие
list-analogue = Аналог
list-only-open = Только вопросы ({ $count })
list-all = Все строки
list-add = Добавить в корзину
list-report = Скачать отчёт
list-back = К списку
list-open = Открыть список
list-restore = Вернуть список
list-remove = Убрать строку

list-line-title = Строка { $number }
list-line-hint = Ответьте «{ $number }: 20», чтобы заказать 20, или «{ $number } = 0893106», чтобы заменить товар.
list-line-amount = всего { $amount }
list-line-none = Такого товара не нашли.
list-pick-one = Подходит несколько товаров. Какой нужен?
list-pick-near = Такого нет. Может быть, один из этих?
list-pick-likely = Это тот товар?
list-pick-analogue = Столько нет. Чем можно заменить:
list-pick-other = Можно заменить:

list-added = { $count ->
    [one] Положили в корзину { $count } строку
    [few] Положили в корзину { $count } строки
   *[other] Положили в корзину { $count } строк
}
list-cart-total = В корзине всего на { $total }
list-not-found = Не нашли
list-taken-back = { $count ->
    [one] Убрали из корзины { $count } строку. В списке она осталась.
    [few] Убрали из корзины { $count } строки. В списке они остались.
   *[other] Убрали из корзины { $count } строк. В списке они остались.
}
list-dropped = Список отменён. В корзину ничего не попало.
list-dropped-rest = Список закрыт. То, что уже положили, осталось в корзине.
list-confirmed = { $count ->
    [one] Подтвердили { $count } строку
    [few] Подтвердили { $count } строки
   *[other] Подтвердили { $count } строк
}
list-changed = Изменили

list-connect = Списки разберём, как только вы подключитесь: нажмите /start.
list-no-lines = Не нашёл в этом ни одного артикула. Напишите по строке на товар: артикул и количество, например «0893106 10».
list-nothing-filled = В этом файле не заполнено ни одного количества. Впишите их и пришлите файл ещё раз.
list-no-codes = Штрихкодов на снимке не видно. Снимите ближе, при хорошем свете и без бликов, или пришлите артикулы текстом.
list-outdated = Этот список устарел. Пришлите его ещё раз.
list-other-company = Этот список составлен для другой компании. Переключитесь на неё: /company.
list-outdated-choice = Этот товар больше не предлагается. Откройте строку ещё раз.
list-no-line = Строки { $number } в этом списке нет.
list-line-added = Строка { $number } уже в корзине. Изменить её можно там: /cart.
list-nothing-to-confirm = Строку { $number } подтверждать не нужно.
list-nothing-to-add = Добавлять пока нечего: ответьте на вопросы по строкам.
list-not-for-sale = Артикул { $article } сейчас не продаётся. Выберите другой.
list-no-product-yet = Сначала выберите товар в строке { $number }.
list-too-much = В строке { $number } слишком большое количество.
list-nothing-read = Не получилось понять «{ $text }». Напишите артикул или название.
list-unsure = Склад не ответил, и пока неизвестно, попал ли список в корзину. Нажмите «Добавить в корзину» ещё раз: дважды не добавим.
list-file-caption = Что стало с каждой строкой — в последнем столбце.

report-name = Отчёт
report-row = Строка
report-sheet = Лист
report-unit = Ед.
report-fate = Что стало со строкой
report-exact = Найдено
report-confirmed = Найдено, вы подтвердили
report-likely = Ждёт вашего подтверждения
report-choose = Нужно выбрать: { $articles }
report-near = Не найдено. Рядом: { $articles }
report-none = Не найдено
report-blocked = Сейчас не продаётся
report-merged = Сложено со строкой { $row }
report-removed = Вы убрали
report-adding = Отправлено в корзину
report-added = В корзине
report-rounded = округлено до упаковки
report-minimum = увеличено до минимального заказа
report-short = в наличии меньше
report-ignored-header = Пропущено: заголовок
report-ignored-total = Пропущено: итог
report-ignored-courtesy = Пропущено: не товар
report-ignored-no-words = Пропущено: пусто
report-ignored-no-quantity = Пропущено: нет количества

blank-button = Скачать бланк
blank-name = Бланк
blank-title = Бланк заказа: { $company }
blank-hint = Впишите, сколько нужно, в последний столбец и пришлите этот файл боту. Чего здесь нет, допишите снизу.
blank-pack = Упаковка
blank-usual = Обычно берёте
blank-order = Заказ
blank-caption = Впишите количество в столбец «Заказ» и пришлите файл сюда.
blank-file = бланк-заказа.xlsx
report-file = отчёт.xlsx
