# Напоминания об оплате.
payment-title = Напоминание об оплате
payment-document = Документ
payment-by = Срок
payment-amount = Сумма, ₽
payment-today = сегодня
payment-late =
    { $date }, просрочка { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[many] { $count } дней
    }
payment-more =
    И ещё { $count ->
        [one] { $count } документ.
        [few] { $count } документа.
       *[many] { $count } документов.
    }
payment-total = Итого к оплате
payment-pay = Счёт и QR-код
payment-paid = Уже оплатили
payment-thanks = Спасибо! Передали менеджеру.
payment-thanks-hint = Больше об этом не напоминаем, пока не придут новые данные из бухгалтерии. Когда оплата поступит, напишем.
payment-said = По нашим данным, оставалось оплатить { $amount }.

asked-paid = Сообщают об оплате
notice-paid = { $name } сообщает об оплате.
notice-paid-seen = Менеджер посмотрел ваше сообщение об оплате.
