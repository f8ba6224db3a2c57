# Рассылки.
broadcast-title = Рассылка
broadcast-ask = Пришлите сообщение для рассылки или перешлите готовое: текст, фото, документ, альбом.
broadcast-ask-hint = Вместо { "{" }price{ "}" } каждая компания увидит свою цену на товар из кнопки.
broadcast-only = В рассылку годится текст, фото, видео, документ или альбом.
broadcast-message = Сообщение
broadcast-album = { $count ->
    [one] альбом, { $count } вложение
    [few] альбом, { $count } вложения
   *[many] альбом, { $count } вложений
}
broadcast-copied = с вложением, как в вашем сообщении выше
broadcast-to = Кому
broadcast-all = всем
broadcast-reach = Получат
broadcast-reach-of = { $users } из { $people }
broadcast-companies = Компаний
broadcast-kind = Вид
broadcast-kind-is = Сменить вид: { $kind }
broadcast-button = Кнопка
broadcast-price-hint = Цена у каждой компании будет своя; у кого цен нет, тому подскажет менеджер.
broadcast-preview = Показать
broadcast-choose = Выбрать получателей
broadcast-add-button = Добавить кнопку
broadcast-drop-buttons = Убрать кнопки
broadcast-schedule = Запланировать
broadcast-drop = Удалить черновик
broadcast-dropped = Черновик рассылки удалён.
broadcast-whom = Кому отправить
broadcast-whom-hint = Условия складываются: останутся те, кто подходит под все.
broadcast-by-price-type = Вид цен
broadcast-by-group = Покупали за год
broadcast-by-region = Регион
broadcast-by-manager = Менеджер
broadcast-by-silent = Давно не заказывали
broadcast-by-debt = Долг
broadcast-silent = { $days ->
    [one] { $days } день и дольше
    [few] { $days } дня и дольше
   *[many] { $days } дней и дольше
}
broadcast-debt-owes = есть
broadcast-debt-overdue = просрочен
broadcast-debt-none = нет
broadcast-any = Не важно
broadcast-reset = Сбросить всё
broadcast-button-ask = Напишите артикул товара — или название и ссылку: «Каталог https://example.ru».
broadcast-button-wrong = Не нашёл ни товара, ни ссылки. Напишите артикул — или название и ссылку: «Каталог https://example.ru».
broadcast-buttons-full = { $most ->
    [one] В рассылке не больше { $most } кнопки.
   *[many] В рассылке не больше { $most } кнопок.
}
broadcast-price-of-what = В тексте есть { "{" }price{ "}" }, а товара нет: добавьте кнопку с артикулом.
broadcast-price-in-album = В подписи к альбому цену подставить нельзя. Отправьте цену отдельным текстом.
broadcast-when = Когда отправить
broadcast-when-hint = Нажмите кнопку или напишите время: «14:30» или «27.11 10:00».
broadcast-quiet-hint = Ночью никого не разбудим: такие сообщения придут утром.
broadcast-will-reach = { $users ->
    [one] Получит { $users } человек.
    [few] Получат { $users } человека.
   *[many] Получат { $users } человек.
}
broadcast-now = Сейчас
broadcast-in-an-hour = Через час
broadcast-tomorrow = Завтра в 10:00
broadcast-when-wrong = Не понял время. Напишите «14:30» или «27.11 10:00» — не раньше чем сейчас.
broadcast-goes = Уйдёт
broadcast-nobody = Под эти условия никто не подходит. Выберите получателей иначе.
broadcast-state-scheduled = Рассылка запланирована
broadcast-state-filling = Рассылка готовится
broadcast-state-sending = Рассылка идёт
broadcast-state-stopped = Рассылка остановлена
broadcast-state-done = Рассылка закончена
broadcast-state-failed = Рассылка не отправлена
broadcast-sent = Отправлено
broadcast-blocked = Заблокировали бота
broadcast-failed = Не доставлено
broadcast-in-doubt = Неизвестно, дошло ли
broadcast-left = Осталось
broadcast-speed = Скорость
broadcast-per-second = { $speed } в секунду
broadcast-rest = До конца
broadcast-refused = У вас больше нет доступа к этим компаниям.
broadcast-stop = Остановить
broadcast-opened = Открыли
broadcast-who = Кто открыл
broadcast-person = Кто
broadcast-opened-at = Когда
broadcast-no-price = цену подскажет менеджер
broadcast-below-album = Подробнее:
broadcast-go = Перейти
broadcast-unsubscribe = Не присылать: { $kind }
broadcast-unsubscribed = Больше не пришлём: { $kind }. Вернуть можно в /settings.
broadcast-too-long = Слишком длинно: не больше { $most } знаков.
broadcast-gone = Такой рассылки уже нет.
broadcast-decided = Эта рассылка уже запланирована или отправлена.
menu-broadcast = Рассылка
command-broadcast = рассылка клиентам
