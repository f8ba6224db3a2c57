checkout-address = Куда доставить?
checkout-address-hint = Выберите адрес или напишите новый.
checkout-pickup = Самовывоз
checkout-comment = Комментарий к заказу
checkout-comment-hint = Напишите, что важно: время, пропуск, контакт на приёмке.
checkout-no-comment = Без комментария

checkout-title = Проверьте заказ
checkout-company = Компания
checkout-inn = ИНН
checkout-delivery = Доставка
checkout-comment-label = Комментарий
checkout-comment-none = нет
checkout-comment-whole = Комментарий целиком
checkout-problem-short = { $article } { $name }: на складе { $stock }, меньше, чем вы заказываете.
checkout-problem-unavailable = { $article } { $name }: больше не продаётся, уберите эту строку.
checkout-problem-over-limit = Заказ превышает кредитный лимит на { $amount }.
checkout-problem-empty = В корзине ничего нет.
checkout-problem-other = { $article } { $name }: проверьте эту строку.
checkout-blocked = В таком виде заказ не оформить. Измените его.
checkout-confirm = Подтвердить заказ
checkout-change = Изменить
checkout-drop = Отменить
checkout-what-to-change = Что изменить?
checkout-change-lines = Товары
checkout-change-address = Адрес
checkout-change-comment = Комментарий

checkout-differs = Кое-что изменилось, подтвердите ещё раз
checkout-differs-price = { $article } { $name }: цена была { $was }, стала { $now }
checkout-differs-quantity = { $article } { $name }: было { $was }, стало { $now }
checkout-differs-added = { $article } { $name }: добавилось { $now }
checkout-differs-removed = { $article } { $name }: больше нет в корзине
checkout-differs-unavailable = { $article } { $name }: больше не продаётся
checkout-differs-short = { $article } { $name }: на складе осталось { $now }
checkout-differs-over-limit = Кредитный лимит превышен на { $now }
checkout-differs-other = { $article } { $name }: было { $was }, стало { $now }

checkout-checking = Проверяем, не потерялся ли заказ
checkout-checking-hint = Склад пока не ответил. Повторять не нужно: как только узнаем, напишем.
checkout-dropped = Заказ не оформлен. Товары остались в корзине.
checkout-asked-below = Кое-что изменилось: проверьте заказ в новом сообщении.
checkout-outdated = Эта карточка устарела. Откройте корзину и оформите заказ заново.
checkout-refused = Заказ не оформлен
checkout-unsure = Не получается узнать, принят ли заказ: доступ закрыт. Спросите у менеджера.
checkout-too-long = Комментарий длиннее { $count } знаков, сократите его.
checkout-address-too-long = Адрес длиннее { $count } знаков, сократите его.
checkout-address-too-short = Напишите адрес подробнее.
checkout-address-gone = Этого адреса больше нет, выберите другой.
checkout-problem-below-minimum = До минимального заказа не хватает { $amount }.
checkout-problem-over-personal-limit = Больше вашего лимита на { $amount }. Такой заказ может оформить владелец.
checkout-pay = Поможет оплата: { $documents } — { $amount }.
checkout-pay-more = Поможет оплата: { $documents } и ещё — { $amount }.
checkout-drop-lines = { $count ->
    [one] Убрать { $count } строку
    [few] Убрать { $count } строки
   *[other] Убрать { $count } строк
}
checkout-drop-ask = Без этих строк заказ уложится в лимит. Убрать их из корзины?
checkout-drop-surely = Да, убрать
checkout-dropped-lines = Убрали
checkout-nothing-to-drop = Заказ уже укладывается в лимит. Откройте корзину: /cart.
