"""Papers: what the domain has gathered becomes PDF, XLSX and QR. Pure, and slow: call it in a
thread. Papers for the accounts are in Russian, whatever the reader's language."""
