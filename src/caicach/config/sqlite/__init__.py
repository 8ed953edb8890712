"""Django's SQLite engine with a safe library, safe settings and a fair queue before writers."""
