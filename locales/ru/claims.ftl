error-claim-order-cancelled = Заказ № { $number } отменён: претензию по нему не подать.
error-claim-state = По претензии № { $number } уже есть решение. Посмотрите её ещё раз: /claims.
error-claim-taken = Претензией № { $number } уже занимается { $by }.
error-claim-empty = Опишите, что случилось, или пришлите фото.
error-claim-sum-needed = Укажите сумму.
error-claim-sum-too-large = Сумма больше суммы заказа. Укажите не больше { $most } ₽.
error-claim-too-much = { $article }: столько не отгружали или претензия уже есть. Можно указать не больше { $most }.
error-claim-without-lines = Отметьте, о каких товарах речь.
error-message-empty = Сообщение пустое.
error-too-many-files = Слишком много файлов: можно не больше { $most }.
error-file-heic = Фото в формате HEIC отправьте как фото, а не файлом.
error-period-too-long = Период слишком длинный: можно не больше { $days } дней.

command-claim = претензия по заказу
command-claims = мои претензии
order-claim = Претензия
order-accept = Приёмка

claim-title = Претензия
claim-which-order = По какому заказу?
claim-order-hint = Нажмите на заказ или пришлите его номер.
claim-no-orders = За последние три месяца отгрузок не было. Пришлите номер заказа.
claim-no-order = Заказа № { $number } у вашей компании нет. Проверьте номер.
claim-order = № { $number } · { $day } · { $total }
claim-resume = Продолжить: заказ № { $number }
claim-outdated = Эта претензия уже отправлена или удалена. Все ваши претензии — /claims.
claim-on-order = Претензия по заказу № { $number }
claim-what-happened = Что случилось?
claim-kind-shortage = Недостача
claim-kind-defect = Брак
claim-kind-damage = Повреждение
claim-kind-mixup = Пересорт
claim-kind-papers = Документы
claim-kind-other = Другое
claim-which-lines = { $kind }: отметьте товары.
claim-column-shipped = Отгружено
claim-column-claimed = В претензии
claim-nothing-left = уже заявлено
claim-lines-hint = Галочка отмечает всё отгруженное. Если меньше, напишите: { $number }: 2
claim-no-line = Строки { $number } в этом заказе нет.
claim-lines-unclear = Напишите номер строки и количество, например 3: 2
claim-next = { $count ->
    [one] Дальше: { $count } строка
    [few] Дальше: { $count } строки
   *[other] Дальше: { $count } строк
}
claim-what-is-wanted = Что нужно?
claim-wish-replace = Заменить
claim-wish-refund = Вернуть деньги
claim-wish-discount = Сделать скидку
claim-wish-papers = Прислать документы
claim-send-parts = Пришлите фото, видео или документы, по одному или альбомом, и напишите, что случилось. Потом нажмите «Готово».
claim-files-label = Файлы
claim-files = { $count ->
    [one] { $count } файл
    [few] { $count } файла
   *[other] { $count } файлов
}
claim-words-label = Описание
claim-done = Готово
claim-forget-parts = Убрать файлы и описание
claim-kind-label = Что случилось
claim-wish-label = Что нужно
claim-summary-hint = Проверьте и отправьте. Фото и слова можно добавить и сейчас: просто пришлите их.
claim-send = Отправить претензию
claim-send-again = Проверить
claim-change-kind = Изменить вид
claim-change-lines = Изменить товары
claim-change-wanted = Изменить, что нужно
claim-change-parts = Фото и описание
claim-drop = Удалить черновик
claim-dropped = Черновик претензии удалён.
claim-checking = Претензия записана у меня, но склад пока не отвечает. Отправлю, как только ответит, и пришлю номер.
claim-not-sent = Претензию не приняли.
claim-to-draft = К черновику

claim-number = Претензия № { $number }
claim-deadline = Решим до
claim-manager = Занимается
claim-nobody = скоро возьмёт менеджер
claim-order-label = Заказ
claim-decision = Решение
claim-rating = Ваша оценка
claim-settled-replace = замена
claim-settled-refund = возврат денег
claim-settled-discount = скидка
claim-settled-papers = документы
claim-settled-declined = отказ
claim-lines-rest = { $count ->
    [one] Ещё { $count } строка
    [few] Ещё { $count } строки
   *[other] Ещё { $count } строк
}
claim-say-hint = Чтобы что-то добавить, ответьте на это сообщение. Можно с фото.
claim-say = Написать
claim-say-ask = Напишите или пришлите файл: передам по претензии № { $number }.
claim-said = Передали: претензия № { $number }.
claim-disagree = Не согласны
claim-reopen-ask = Что не так с решением по претензии № { $number }? Напишите, и мы рассмотрим её снова.
claim-open-order = Заказ № { $number }
claim-rate-ask = Оцените, пожалуйста, как мы справились: это закроет претензию.
claim-rated = Спасибо за оценку!
claim-state-new = новая
claim-state-taken = в работе
claim-state-asked = ждём вашего ответа
claim-state-answered = ваш ответ у менеджера
claim-state-resolved = решена
claim-state-declined = отклонена
claim-state-closed = закрыта
claim-state-reopened = рассматриваем снова
claim-told-taken = Занимается { $manager }.
claim-told-until = Ответим до { $moment }.
claim-told-closed = Претензия закрыта. Если остались вопросы, напишите менеджеру.
claim-relayed = Претензия № { $number }, { $author }:
claim-outside = менеджер
claim-taken-back = Сообщение удалено.
claim-edited = исправлено
claim-files-below = { $count ->
    [one] { $count } файл ниже
    [few] { $count } файла ниже
   *[other] { $count } файлов ниже
}

claims-title = Претензии
claims-mine = Мои претензии
claims-none = Претензий пока нет.
claims-column-made = Подана
claims-column-what = О чём
claims-what = { $kind }, заказ { $order }
claim-begin = Новая претензия

accept-title = Приёмка заказа № { $number }
accept-ask = Отметьте, что пришло целиком.
accept-column-come = Пришло
accept-come-bad = { $come }, из них с браком { $bad }
accept-hint = Если пришло меньше, напишите: { $number }: 8. Если часть повреждена: { $number }: 8 брак 2
accept-all = Всё пришло
accept-done = { $count ->
    [0] Готово
    [one] Готово, не пришла { $count } строка
    [few] Готово, не пришли { $count } строки
   *[other] Готово, не пришло { $count } строк
}
accept-thanks = Спасибо! Приёмка без замечаний.
accept-nothing = По заказу № { $number } принимать нечего: он ещё не отгружен или уже проверен.
accept-unclear = Напишите номер строки и сколько пришло, например 3: 8 или 3: 8 брак 2
accept-too-much = Строка { $number }: отгружено только { $most }.
accept-missing = Не пришло — { $lines }
accept-bad = Повреждено — { $lines }
