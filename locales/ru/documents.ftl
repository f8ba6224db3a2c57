error-order-unknown = Заказа № { $number } у этой компании нет.
error-already-closed = Этот запрос уже закрыт.
error-no-bank-details = QR-код не получится: у поставщика не указаны банковские реквизиты.
error-no-edo = Укажите оператора ЭДО и идентификатор в карточке компании: /company.
error-supplier-unknown = Документ не составить: реквизиты поставщика ещё не внесены.
error-not-a-picture = Логотип нужен картинкой или PDF.
error-order-missing = Укажите заказ, по которому нужны документы.
error-period-wrong = Такой период не подойдёт: он должен быть не длиннее { $days } дней.
error-request-empty = Напишите вопрос.

command-documents = счета, накладные, акт сверки, прайс-лист
menu-documents = Документы
order-documents = Документы

documents-title = Документы
documents-of-order = Документы заказа № { $number }
documents-none = Документов пока нет.
documents-none-yet = Документов по этому заказу пока нет.
documents-all = Все
documents-invoice = Счета
documents-delivery-note = Накладные
documents-act = Акт сверки
documents-price-list = Прайс-лист в Excel
documents-edo = Запросить по ЭДО
documents-column = Документ
documents-column-date = Дата
documents-column-amount = Сумма, ₽
documents-coming = Готовлю файл…

document-named = { $kind } № { $number }
document-invoice = Счёт
document-confirmation = Подтверждение заказа
document-delivery-note = Накладная
document-tax-invoice = УПД
document-act = Акт
document-other = Документ

acts-period = За какой период
acts-month = Этот месяц
acts-previous = Прошлый месяц
acts-quarter = Этот квартал
acts-last-quarter = Прошлый квартал
acts-year = С начала года

pay-invoice = Оплатить счёт
pay-nothing = Сейчас оплачивать нечего.
pay-which = Что оплатить?
pay-which-hint = Пришлю счёт и QR-код: откройте его в приложении банка.
pay-due = { $document } · { $amount }
pay-code = QR-код для оплаты: наведите камеру в приложении банка или откройте картинку в нём.
pay-code-due = { $document }: к оплате { $amount }. Откройте QR-код в приложении банка.
pay-paid = Этот документ уже оплачен.

edo-asked = Запросили документы заказа № { $number } по ЭДО: { $operator }, { $id }.
edo-ask = Какой у компании оператор ЭДО и идентификатор?
edo-ask-hint = Напишите через запятую: «Диадок, 2BM-7707083893-770701001-2015». Чтобы убрать, напишите «нет».
edo-wrong = Нужны оператор и идентификатор через запятую: «Диадок, 2BM-7707083893-770701001-2015».
company-edo = ЭДО
company-edo-button = ЭДО
company-logo = Логотип

logo-yours = Логотип компании
logo-what = Этот логотип наносим на товары под вашей маркой.
logo-other = Заменить
logo-remove = Убрать логотип
logo-removed = Убрали.
logo-ask = Пришлите логотип: картинку или PDF.
logo-ask-hint = Лучше файлом: так Telegram его не сожмёт.
logo-kept = Логотип сохранён.
logo-kept-hint = Наносим его на товары, у которых есть такая возможность: как попросить, написано в карточке товара и в корзине.

question-button = Спросить менеджера
question-ask = Что передать менеджеру?
question-asked = Передали менеджеру.
question-asked-hint = Ответ придёт сюда.

requests-coming-in = Просят подключить
asked-column-what = О чём
asked-edo = Документы по ЭДО
asked-limit = Лимит
asked-other = Вопрос
asked-person = Кто
asked-edo-operator = Оператор ЭДО
asked-edo-id = Идентификатор
asked-done = Готово
asked-open = Открыть запрос
asked-answer = Ответить
asked-ask-answer = Что ответить? Запрос после этого закроется.
asked-answered = Ответ
asked-closed = { $what }, { $company }: закрыто.

notice-edo-done = Документы заказа № { $number } отправлены по ЭДО.
notice-request-done = Менеджер ответил на ваш запрос.
notice-asked = Новый запрос от компании: { $what }. Спрашивает { $name }.

product-branding = Нанесём ваш логотип: плюс { $price } за { $unit }
product-branding-how = Положите товар в корзину и ответьте на неё «1 логотип», где 1 — номер строки. Сам логотип хранится в карточке компании: /company.
