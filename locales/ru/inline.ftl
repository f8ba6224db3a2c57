# «@бот М8х40» в любом чате.

inline-hint = Напишите артикул или название: «М8х40»
inline-nothing = Ничего не нашлось — спросить в боте
inline-near = Точного совпадения нет, вот что похоже
inline-in-stock = есть на складе
inline-out-of-stock = нет на складе
inline-unit = Единица
inline-open = Открыть в боте
