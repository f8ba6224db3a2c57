file-empty = The file is empty.
file-too-large = The file is too large: { $megabytes } MB at most. Please split the list.
file-pdf = A PDF cannot be read as a list. Please send an Excel sheet or text.
file-unknown = A file of this kind cannot be read. Please send .xlsx, .xls, .ods, .csv or .txt.
file-broken = The file is damaged and does not open. Please save it anew and send it again.
file-unpacks-too-large = The file is too large inside. Please leave one sheet with the list in it.
file-locked = The file is protected by a password. Please remove it and send the file again.
