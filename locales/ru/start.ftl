start-hello = Здравствуйте! Это оптовые заказы: напишите артикул или название товара.
start-unlinked = Чтобы видеть свои цены и заказывать, подключитесь к компании.
start-have-code = У меня есть код
start-share-phone = Поделиться телефоном
start-register = Зарегистрировать компанию
start-ask-code = Пришлите код из приглашения.

start-offer = Приглашение
start-offer-company = Компания
start-offer-inn = ИНН
start-offer-role = Роль
start-offer-staff = Вас приглашают в команду поставщика.
start-link = Подключиться
start-linked = Готово: вы подключены.
start-linked-company = Вы подключены: { $company }. Роль — { $role }.
start-linked-staff = Вы в команде поставщика, роль — { $role }.
start-link-gone = Эта карточка не для вас или устарела. Откройте ссылку из приглашения ещё раз.

start-ask-phone = Нажмите кнопку внизу: телефон увидит только менеджер.
start-own-phone = Это не ваш номер. Нажмите кнопку «{ $button }» внизу.
start-asked = Передали менеджеру. Как только он ответит, пришлю сюда ссылку.

register-inn = ИНН компании?
register-inn-hint = Десять цифр, у предпринимателя — двенадцать.
register-inn-wrong = В ИНН ошибка: не сходится контрольная цифра. Проверьте и пришлите ещё раз.
register-company = Как называется компания?
register-name = Как вас зовут?
register-too-long = Слишком длинно, напишите короче.

menu-title = Меню
menu-company = { $company }, { $role }
menu-hint = Напишите артикул или название. «0893106 10» сразу положит десять штук в корзину.
menu-search = Найти товар
menu-catalogue = Каталог
menu-mine = Мои товары
menu-cart = Корзина
menu-orders = Заказы
menu-repeat = Повторить последний
menu-loyalty = Уровень и баллы
menu-balance = Баланс
menu-company-button = Компания
menu-settings = Настройки
menu-help = Помощь
menu-requests = Заявки
menu-invite = Пригласить

cancel-done = Хорошо, отменили.
cancel-nothing = Нечего отменять.

group-private = Цены, корзина и деньги — в личных сообщениях.
group-open = Открыть личный чат
command-unknown = Такой команды нет. Что можно написать — /help.
only-text = Понимаю текст, таблицы Excel и CSV, фото штрихкодов.
other-button = Эта кнопка здесь больше не работает. Откройте меню: /start.
