error-absence-days = These days are over, or in the wrong order.
error-deputy-self = You cannot stand in for yourself: choose a colleague.
error-deputy-away = This colleague is away on the first day too: choose another.
