-- Facts about the database itself, each written once: which key file belongs to it, which demo city it holds.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
