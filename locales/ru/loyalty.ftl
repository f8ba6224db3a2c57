loyalty-no-level = Первый уровень ещё впереди
loyalty-discount = Скидка
loyalty-to-next = До уровня «{ $level }» — ещё { $amount }
loyalty-top = Это высший уровень.
loyalty-turnover = Заказано с { $first } по { $last }
loyalty-keep = Чтобы сохранить «{ $level }», закажите ещё на { $amount } до { $day } включительно.
loyalty-safe = Уровень «{ $level }» ваш до { $day } включительно.
loyalty-first-order = Считаются все заказы, кроме отменённых.
loyalty-privileges = Что даёт уровень
loyalty-level = Уровень
loyalty-from = Заказы от, ₽
loyalty-column-discount = Скидка
loyalty-column-points = Баллы
loyalty-here = { $level } — вы здесь
loyalty-points = Баллы
loyalty-points-hint = Баллы приходят за доставленные заказы. 1 балл гасит 1 ₽ долга.
loyalty-points-spendable = { $count ->
    [one] Сейчас можно списать { $count } балл в счёт долга: 1 балл — 1 ₽.
    [few] Сейчас можно списать { $count } балла в счёт долга: 1 балл — 1 ₽.
   *[other] Сейчас можно списать { $count } баллов в счёт долга: 1 балл — 1 ₽.
}
loyalty-spend = Списать баллы
loyalty-history = История баллов
loyalty-history-empty = Баллов ещё не было: они придут с первым доставленным заказом.
loyalty-ask = { $count ->
    [one] Списать { $count } балл в счёт долга?
    [few] Списать { $count } балла в счёт долга?
   *[other] Списать { $count } баллов в счёт долга?
}
loyalty-ask-hint = 1 балл — 1 ₽. Сначала погасим то, что оплатить нужно раньше. Чтобы списать меньше, ответьте на это сообщение числом.
loyalty-spend-all = Списать { $count }
loyalty-spent = { $count ->
    [one] Списан { $count } балл: долг стал меньше на { $count } ₽.
    [few] Списаны { $count } балла: долг стал меньше на { $count } ₽.
   *[other] Списано { $count } баллов: долг стал меньше на { $count } ₽.
}
loyalty-to-balance = Баланс
loyalty-back = К уровню
loyalty-what = За что
loyalty-after = Осталось
loyalty-for-order = { $what } № { $number }
loyalty-reason-earned = за заказ
loyalty-reason-spent = в счёт долга
loyalty-reason-corrected = исправление
