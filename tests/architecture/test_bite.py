"""Each check of the house, fed something bad, says so; and something like it that is fine, it lets pass."""

import pytest

from tests.architecture import code_checks, text_checks

pytestmark = pytest.mark.once

ACTIONS, RULES = "src/caicach/plans/actions.py", "src/caicach/plans/rules.py"
VIEWS = "src/caicach/plans/views.py"
ATOMIC = "@transaction.atomic\n"
PACK = "src/caicach/regulations/packs/fees/vn/2026-01-01.yaml"
REGISTRY = "https://py" + "pi.org/simple"


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (text_checks.long_files, {"src/caicach/x.py": "x = 1\n" * 401}),
        (text_checks.long_files, {"src/caicach/ui/templates/ui/x.html": "<p>\n" * 401}),
        (text_checks.long_files, {"tests/test_x.py": "x = 1\n" * 401}),
        (text_checks.drawers, {"src/caicach/plans/utils.py": ""}),
        (text_checks.drawers, {"src/caicach/plans/helpers/words.py": ""}),
        (text_checks.drawers, {"src/caicach/plans/signals.py": ""}),
        (text_checks.addresses, {"docs/how-to/x.md": f"pip install -i {REGISTRY} x"}),
        (text_checks.addresses, {"README.md": "see /ro" + "ot/x"}),
        (text_checks.addresses, {"requirements.txt": "--index-url x\nx==1"}),
        (text_checks.addresses, {"package-lock.json": '"reso' + 'lved": "x"'}),
        (text_checks.undocumented_settings, {"src/caicach/config/settings.py": 'os.environ["CAICACH_NEW"]'}),
        (text_checks.undocumented_settings, {"docs/settings.md": "CAICACH_GONE"}),
        (text_checks.packs_without_cases, {PACK: ""}),
        (text_checks.packs_without_cases, {PACK.replace(".yaml", ".cases.yaml"): ""}),
        (code_checks.hidden_mechanics, {VIEWS: "@receiver(post_save)\ndef f(): pass"}),
        (code_checks.hidden_mechanics, {VIEWS: "eval('1')"}),
        (code_checks.hidden_mechanics, {VIEWS: "from x import *"}),
        (code_checks.hidden_imports, {VIEWS: "def f():\n    import x"}),
        (code_checks.hidden_imports, {VIEWS: "class A:\n    def f(self):\n        from x import y"}),
        (code_checks.floats_in_rules, {RULES: "share = 0.5"}),
        (code_checks.floats_in_rules, {RULES: "def f(x: float) -> int: ..."}),
        (code_checks.floats_in_rules, {"src/caicach/regulations/rules/steps.py": "half = 1 / 2"}),
        (code_checks.unlike_actions, {ACTIONS: ATOMIC + "def end(plan, *, actor, at): ..."}),
        (code_checks.unlike_actions, {ACTIONS: ATOMIC + "def end(*, plan, at): ..."}),
        (code_checks.unlike_actions, {ACTIONS: ATOMIC + "def end(*, plan, actor): ..."}),
        (code_checks.unlike_actions, {ACTIONS: "def end(*, plan, actor, at):\n    plan.save()"}),
        (code_checks.unlike_actions, {"src/caicach/plans/actions/a.py": ATOMIC + "def end(plan): ..."}),
        (code_checks.writes_elsewhere, {VIEWS: "plan.save()"}),
        (code_checks.writes_elsewhere, {VIEWS: "plan.save(update_fields=['x'])"}),
        (code_checks.writes_elsewhere, {VIEWS: "Plan.objects.create(name='x')"}),
        (code_checks.writes_elsewhere, {VIEWS: "Plan.objects.create(**values)"}),
        (code_checks.writes_elsewhere, {VIEWS: "Plan.objects.filter(x=1).update(name='x')"}),
        (code_checks.writes_elsewhere, {VIEWS: "plans.delete()"}),
        (code_checks.writes_elsewhere, {VIEWS: "Plan.objects.bulk_create(rows)"}),
        (code_checks.wordless, {ACTIONS: "def end(): ..."}),
        (code_checks.wordless, {RULES: "def end(): ..."}),
    ],
)
def test_a_bad_example_is_seen(check, bad):
    assert check(bad)


@pytest.mark.parametrize(
    ("check", "fine"),
    [
        (text_checks.long_files, {"src/caicach/x.py": "x = 1\n" * 400}),
        (text_checks.drawers, {"src/caicach/plans/rules.py": ""}),
        (text_checks.addresses, {"README.md": "see docs/how-to and https://example.org"}),
        (
            text_checks.undocumented_settings,
            {"src/caicach/config/settings.py": 'os.environ["CAICACH_NEW"]', "docs/settings.md": "`CAICACH_NEW`"},
        ),
        (text_checks.packs_without_cases, {PACK: "", PACK.replace(".yaml", ".cases.yaml"): ""}),
        (code_checks.hidden_mechanics, {VIEWS: "@register.filter\ndef f(): re.compile('eval(')"}),
        (code_checks.hidden_imports, {VIEWS: "if TYPE_CHECKING:\n    import x"}),
        (code_checks.hidden_imports, {"src/caicach/plans/tests/test_x.py": "def f():\n    import x"}),
        (code_checks.floats_in_rules, {RULES: "half = Decimal('0.5')", VIEWS: "x = 0.5"}),
        (code_checks.unlike_actions, {ACTIONS: ATOMIC + "def end(*, plan, actor, at): ..."}),
        (code_checks.unlike_actions, {ACTIONS: "def words(plan): ...\n" + ATOMIC + "def _end(plan): ..."}),
        (code_checks.writes_elsewhere, {ACTIONS: "plan.save()", "src/caicach/plans/demo.py": "plan.save()"}),
        (code_checks.writes_elsewhere, {VIEWS: "digest.update(b'x')\nbook.save(path)\nseen.update(other)"}),
        (code_checks.wordless, {ACTIONS: 'def end():\n    """Say."""', VIEWS: "def page(): ..."}),
    ],
)
def test_what_is_fine_passes(check, fine):
    assert check(fine) == []
