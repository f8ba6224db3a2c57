# "@bot M8x40" in any chat.

inline-hint = Type an article or a name: “M8x40”
inline-nothing = Nothing was found: ask in the bot
inline-near = No exact match, here is what is near
inline-in-stock = in stock
inline-out-of-stock = out of stock
inline-unit = Unit
inline-open = Open in the bot
