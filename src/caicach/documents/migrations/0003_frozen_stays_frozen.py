"""The database itself refuses to change or remove what was frozen.

On SQLite a later change of these tables makes them anew and drops their triggers: such a migration puts them back.
"""

from django.db import migrations

TABLES = ("documents_frozenissue", "documents_frozenfile")


def statements(vendor):
    if vendor == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                yield f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
                   BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        return
    yield """CREATE FUNCTION documents_frozen_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"""
    for table in TABLES:
        yield f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
           FOR EACH STATEMENT EXECUTE FUNCTION documents_frozen_refuse()"""


def install(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION documents_frozen_refuse CASCADE")
        return
    for table in TABLES:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_frozen_issues")]
    operations = [migrations.RunPython(install, remove)]
