"""The database itself refuses to change or remove a line of the trail."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_line_no_update BEFORE UPDATE ON audit_line
       BEGIN SELECT RAISE(ABORT, 'audit_line is append-only'); END""",
    """CREATE TRIGGER audit_line_no_delete BEFORE DELETE ON audit_line
       BEGIN SELECT RAISE(ABORT, 'audit_line is append-only'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION audit_line_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'audit_line is append-only'; END $$""",
    """CREATE TRIGGER audit_line_no_change BEFORE UPDATE OR DELETE ON audit_line
       FOR EACH STATEMENT EXECUTE FUNCTION audit_line_refuse()""",
    """CREATE TRIGGER audit_line_no_truncate BEFORE TRUNCATE ON audit_line
       FOR EACH STATEMENT EXECUTE FUNCTION audit_line_refuse()""",
]


def install(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER audit_line_no_update")
        schema_editor.execute("DROP TRIGGER audit_line_no_delete")
    else:
        schema_editor.execute("DROP FUNCTION audit_line_refuse CASCADE")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
