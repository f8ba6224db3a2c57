error-unexpected = Что-то пошло не так, мы уже разбираемся. Попробуйте ещё раз.
error-portal-unavailable = Склад сейчас не отвечает. Ваша корзина цела, попробуйте через минуту.
error-refused = Так сделать нельзя.
error-unauthorized = Доступ отозван. Попросите у менеджера новый код.
error-forbidden = У вас нет права на это действие.
error-not-found = Не нашлось: возможно, это уже удалено.
error-invalid = Не получилось понять. Проверьте, что вы написали.
error-code-unknown = Код не подошёл: он введён с ошибкой, уже использован или истёк. Попросите у менеджера новый.
error-too-many-guesses = Слишком много неверных кодов подряд. Попробуйте через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[other] { $minutes } минут
}.
error-not-for-sale = Артикул { $article } сейчас не продаётся.
error-nothing-to-undo = Отменять нечего.
error-cart-empty = Корзина пуста.
error-no-contract = Нет действующего договора. Свяжитесь с менеджером.
error-cannot-cancel = Этот заказ уже не отменить. Свяжитесь с менеджером.
error-already-decided = Этой заявкой уже занялись.
error-company-unknown = Компании с ИНН { $inn } в базе нет.
error-inn-invalid = В ИНН ошибка: не сходится контрольная цифра.
error-last-owner = Это последний владелец: сначала пригласите другого.
error-no-company = Вы не подключены к компании. Нажмите /start.
error-price-type-unknown = Такого вида цен больше нет.
error-unit-unknown = { $article } не считают в «{ $unit }». Напишите количество без единицы.
error-too-much = { $article }: столько заказать нельзя, самое большее — { $most }.
error-cart-full = В корзине слишком много строк, самое большее — { $most }.
error-in-stock = Товар есть в наличии, ждать не нужно.
error-search-not-ready = Поиск обновляется, это меньше минуты. Пришлите ещё раз чуть позже.
error-quote-changed = Корзина изменилась. Проверьте её и оформите заказ заново.
error-token-taken = Эта ссылка уже использована. Попросите новую.
error-file-too-large = Файл слишком большой: самое большее — { $megabytes } МБ.
error-file-empty = Файл пустой.
error-file-type-unknown = Такой файл не подойдёт: пришлите фото, видео, PDF, Word или Excel.
error-too-many-carts = Корзин уже { $most }, больше нельзя. Удалите ненужную.
error-supply-unknown = Такого вида поставки больше нет.
error-same-cart = Это одна и та же корзина.
error-no-branding = { $article }: логотип на этот товар не наносим.
error-below-minimum = Не хватает до минимального заказа.
error-over-personal-limit = Заказ больше вашего лимита. Его может оформить владелец.
