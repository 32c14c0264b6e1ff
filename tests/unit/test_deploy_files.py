"""What stands in deploy/ for other machines speaks of commands and names that exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from flows.doctor.outside import NEEDED_SCOPES
from flows.listening.requests import HELP
from flows.prefect_server import _server_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
KUBERNETES = (DEPLOY / "KUBERNETES.md").read_text()
RUNBOOK = (DEPLOY / "RUNBOOK.md").read_text()
UNIT = (DEPLOY / "claimwatch.service").read_text()
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
SLACK_APP = yaml.safe_load((DEPLOY / "slack-manifest.yaml").read_text())
SECRETS = (DEPLOY / "with-secrets").read_text()
MANIFESTS = [
    next(yaml.safe_load_all(block))
    for block in re.findall(r"```yaml\n(.*?)```", KUBERNETES, re.DOTALL)
]
OURS = set(
    re.findall(
        r"\b(?:CLAIMWATCH|SLACK)_[A-Z_]+\b",
        "".join(file.read_text() for file in (ROOT / "flows").rglob("*.py")),
    )
)


def environments():
    """Every name that a file sets, with the file."""
    for name, service in COMPOSE["services"].items():
        yield from ((name, each) for each in service.get("environment", {}))
    [job] = [each for each in MANIFESTS if each.get("kind") == "Job"]
    [container] = job["spec"]["template"]["spec"]["containers"]
    yield from (("kubernetes", each["name"]) for each in container["env"])
    words = re.findall(r"^#?Environment=(.*)$", UNIT, re.MULTILINE)
    names = [word.partition("=")[0] for line in words for word in line.split()]
    yield from (("systemd", each) for each in names)
    set_here = re.search(r"^ENV (.*?)^USER", DOCKERFILE, re.MULTILINE | re.DOTALL)
    yield from (("image", each) for each in re.findall(r"(\w+)=", set_here[1]))


@pytest.mark.parametrize(("where", "name"), sorted(set(environments())))
def test_every_variable_means_something(where, name):
    plain = name.removesuffix("_FILE")
    if name.startswith(("CLAIMWATCH_", "SLACK_")):
        assert plain in OURS
    elif name.startswith("PREFECT_") and plain != name:
        assert plain in SECRETS, f"nobody reads {name}"
    elif name.startswith("PREFECT_"):
        from prefect import settings  # noqa: PLC0415

        assert hasattr(settings, name)
    else:
        assert name.startswith(("POSTGRES_", "PYTHON")) or name in {
            "DO_NOT_TRACK", "HOME", "PATH",
        }  # fmt: skip


def test_the_server_of_compose_is_set_up_as_our_own(tmp_path):
    ours = _server_settings(tmp_path, "http://127.0.0.1:4200/api")
    theirs = COMPOSE["services"]["server"]["environment"]

    # The image sets three, and the password comes from a file.
    elsewhere = {"PREFECT_HOME", "PREFECT_API_URL", "DO_NOT_TRACK"}
    for name in set(ours) - elsewhere - {"PREFECT_SERVER_API_AUTH_STRING"}:
        assert str(theirs[name]) == ours[name], name
    assert "PREFECT_SERVER_API_AUTH_STRING_FILE" in theirs


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_container_can_do_little(name):
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not str(service["user"]).startswith("0")
    assert service["mem_limit"]
    assert set(service["secrets"]) <= set(COMPOSE["secrets"])
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert {v.partition(":")[0] for v in service.get("volumes", [])} <= set(
        COMPOSE["volumes"]
    )
    assert all(p.startswith("127.0.0.1:") for p in service.get("ports", []))


def commands():
    """Every call of claimwatch that a file for other machines makes."""
    for service in COMPOSE["services"].values():
        if service.get("command", [""])[0] == "claimwatch":
            yield tuple(service["command"][1:])
    [start] = re.findall(r"^ExecStart=\S+/claimwatch (.*)$", UNIT, re.MULTILINE)
    yield tuple(start.split())
    for block in re.findall(r"```sh\n(.*?)```", RUNBOOK, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("cw "):
                yield tuple(line.partition("#")[0].split()[1:])
    for inline in re.findall(r"`cw ([^`]+)`", RUNBOOK):
        yield tuple(inline.split())


def test_every_command_and_option_exists():
    import typer.main  # noqa: PLC0415

    from flows.cli import app  # noqa: PLC0415

    group = typer.main.get_command(app)
    called = {words for words in commands() if words}
    for name, *words in called:
        options = {o for p in group.commands[name].params for o in p.opts}
        given = {word for word in words if word.startswith("--")}
        assert given <= options, f"{name} {given - options}"
    assert {"up", "listen", "run", "restore", "backup"} <= {name for name, *_ in called}


def test_every_file_that_is_named_is_there():
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
    for word in " ".join(copied).split():
        found = word.replace("${LOCK}", "requirements.txt")
        assert (ROOT / found).exists(), word
    allowed = (ROOT / ".dockerignore").read_text()
    for word in " ".join(copied).split():
        assert f"!{word.partition('/')[0]}" in allowed, word
    for text, folder in ((KUBERNETES, DEPLOY), (RUNBOOK, DEPLOY)):
        for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
            assert (folder / link).exists(), link
        for module in re.findall(r"python -m (tests\.[\w.]+)", text):
            assert (ROOT / f"{module.replace('.', '/')}.py").exists(), module
        for file in re.findall(r"`(tests/[\w/]+\.py)`", text):
            assert (ROOT / file).exists(), file


def test_secrets_in_files_reach_prefect(tmp_path):
    (tmp_path / "auth").write_text("claimwatch:secret\n")

    said = subprocess.run(
        [DEPLOY / "with-secrets", "sh", "-c", 'printf %s "$PREFECT_API_AUTH_STRING"'],
        env={"PREFECT_API_AUTH_STRING_FILE": str(tmp_path / "auth")},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert said == "claimwatch:secret"


def test_the_image_is_locked_and_runs_as_nobody_in_particular():
    assert "--require-hashes" in DOCKERFILE
    assert re.search(r"^USER 10001", DOCKERFILE, re.MULTILINE)


def test_a_run_of_the_work_pool_is_shut_in():
    [job] = [each for each in MANIFESTS if each.get("kind") == "Job"]
    pod = job["spec"]["template"]["spec"]
    [container] = pod["containers"]

    assert job["spec"]["backoffLimit"] == 0
    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    mounted = {each["name"] for each in container["volumeMounts"]}
    assert mounted == {each["name"] for each in pod["volumes"]}


# By method, what Slack's reference asks of a bot token; a private channel is a group.
SCOPES = {
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_history": {
        "channels:history", "groups:history", "metadata.message:read",
    },
    "conversations_replies": {
        "channels:history", "groups:history", "metadata.message:read",
    },
    "files_getUploadURLExternal": {"files:write"},
    "files_completeUploadExternal": {"files:write"},
    "auth_test": set(),
}  # fmt: skip


def test_the_slack_app_may_do_what_is_called_and_nothing_else():
    called = set(
        re.findall(
            r"_client\.((?:chat|conversations|files|auth)_\w+)",
            (ROOT / "flows/alerting/slack.py").read_text(),
        )
    )
    wanted = set().union(*(SCOPES[method] for method in called), {"commands"})
    asked = SLACK_APP["oauth_config"]["scopes"]["bot"]

    assert set(SCOPES) == called
    assert sorted(wanted) == sorted(asked)
    assert set(NEEDED_SCOPES) <= wanted


def test_the_slack_app_keeps_the_limits_of_a_manifest():
    """Those of Slack's manifest schema, for the keys that are used."""
    about, features = SLACK_APP["display_information"], SLACK_APP["features"]
    [command] = features["slash_commands"]
    settings = SLACK_APP["settings"]

    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert re.fullmatch(
        r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?", about["background_color"]
    )
    assert re.fullmatch(r"[a-z0-9._-]{1,80}", features["bot_user"]["display_name"])
    assert re.fullmatch(r"/[a-z]{1,31}", command["command"])
    assert len(command["usage_hint"]) <= 1000
    # Without an address for Slack to call there is only Socket Mode.
    assert settings["socket_mode_enabled"]
    assert settings["interactivity"] == {"is_enabled": True}
    assert "url" not in command


def test_the_slash_command_hints_at_what_it_takes():
    [command] = SLACK_APP["features"]["slash_commands"]
    hinted = {part.split()[0] for part in command["usage_hint"].split(" | ")}

    assert hinted <= {part.split()[0] for part in HELP.split(" · ")}
