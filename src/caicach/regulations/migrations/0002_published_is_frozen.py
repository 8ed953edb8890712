"""The database itself refuses to change or remove a published version; only the day of the last check may move."""

from django.db import migrations

FROZEN = "kind, code, effective_from, revision, citation, link, status, published_at, repealed, payload, payload_hash"
MESSAGE = "a published regulation is frozen"

SQLITE = [
    f"""CREATE TRIGGER regulations_published_no_update BEFORE UPDATE OF id, {FROZEN} ON regulations_regulation
        WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
    f"""CREATE TRIGGER regulations_published_no_delete BEFORE DELETE ON regulations_regulation
        WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION regulations_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER regulations_published_no_update BEFORE UPDATE OF id, {FROZEN} ON regulations_regulation
        FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION regulations_refuse()""",
    """CREATE TRIGGER regulations_published_no_delete BEFORE DELETE ON regulations_regulation
       FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION regulations_refuse()""",
    """CREATE TRIGGER regulations_no_truncate BEFORE TRUNCATE ON regulations_regulation
       FOR EACH STATEMENT EXECUTE FUNCTION regulations_refuse()""",
]


def install(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER regulations_published_no_update")
        schema_editor.execute("DROP TRIGGER regulations_published_no_delete")
    else:
        schema_editor.execute("DROP FUNCTION regulations_refuse CASCADE")


class Migration(migrations.Migration):
    dependencies = [("regulations", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
