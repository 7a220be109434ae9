"""Somebody else's database, a system of record, which writes down every change that is made to it."""

import asyncpg

NAME = "register"
TABLES = """
CREATE TABLE people (id serial PRIMARY KEY, email text UNIQUE, name text, phone text);
CREATE TABLE notes (id serial PRIMARY KEY, person int REFERENCES people ON DELETE CASCADE, note text);
CREATE TABLE effects (id serial PRIMARY KEY, email text, verb text, at timestamptz DEFAULT clock_timestamp());
CREATE FUNCTION written_down() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD IS DISTINCT FROM NEW THEN
    INSERT INTO effects (email, verb) VALUES (OLD.email, lower(TG_OP));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER written_down AFTER UPDATE OR DELETE ON people FOR EACH ROW EXECUTE FUNCTION written_down();
"""
SYSTEM = """
[[systems]]
slug = "register"
name = "Registret"
kind = "sql"

[systems.settings]
url = "env:CHAOS_REGISTER_URL"

[systems.settings.tables.people]
table = "people"
key = "id"
purpose = "recruitment"
label = "name"
match = [{ columns = { email = "email" }, ignore_case = true }]
rectify = ["name", "phone"]
erase = "delete"

[systems.settings.tables.notes]
table = "notes"
key = "id"
purpose = "recruitment"
erase = "delete"
for_each = { table = "people", column = "person" }
"""


async def make_register(server_url: str, url: str) -> None:
    """Make the database, empty."""
    admin = await asyncpg.connect(server_url)
    await admin.execute(f"CREATE DATABASE {NAME}")
    await admin.close()
    register = await asyncpg.connect(url)
    await register.execute(TABLES)
    await register.close()


async def add_person(register: asyncpg.Connection, email: str, name: str) -> None:
    """Let the register hold somebody, with a note."""
    number = await register.fetchval(
        "INSERT INTO people (email, name, phone) VALUES ($1, $2, '070-1740605') RETURNING id", email, name
    )
    await register.execute("INSERT INTO notes (person, note) VALUES ($1, $2)", number, "Vill jobba deltid.")
