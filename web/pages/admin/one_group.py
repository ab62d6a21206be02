"""One group: who belongs to it, what it may do, letting people belong to it and no longer, removing it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError, UsageError
from indexer.accounts.group_removal import grants_of, remove_group
from indexer.accounts.rights_form import group_form
from web.accounts.administration import administration
from web.accounts.permissions import Right
from web.http import recording
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import say, told

blueprint = Blueprint("group", __name__)

MOST = 500
"""Names that are taken in one go."""
OFFERED = 300
"""Names that are offered while somebody types."""


@blueprint.get("/admin/group")
def show() -> str:
    """The page of the group `name`. Raises AccessError("people.no_such_group")."""
    return _page(_known(request.args.get("name", "")))


@blueprint.get("/admin/group.json")
def twin() -> Response:
    """The same for programs."""
    here, name = administration(Right.SECURITY), _known(request.args.get("name", ""))
    return answered(group_form(name, here.people.groups.list()[name], here.catalog.fonds.grants()))


@blueprint.post("/admin/group")
def change() -> tuple[str, int] | AnyResponse:
    """Put accounts in, take them out, or remove the group, which is asked once more (`sure`)."""
    here, name, do = administration(Right.SECURITY), _known(request.form.get("name", "")), request.form.get("do", "")
    accounts = _names()
    recording.told(group=name, do=do[:20], accounts=accounts[:100])
    if do == "remove":
        if "sure" not in request.form:
            return _ask(name), 200
        remove_group(here.people, here.catalog.fonds, name)
        flash(say("say.group.remove", name=name))
        return redirect(url_for("groups.index"), 303)
    if do not in ("put", "take"):
        raise UsageError("usage.bad_parameter", name="do", value=do[:20])
    try:
        numbers = [here.people.accounts.named(one).number for one in accounts]
    except AccessError as problem:  # then none of them
        return _page(name, typed=accounts, problem=told(problem)), status_of(problem)
    change_one = here.people.groups.put if do == "put" else here.people.groups.take
    flash(say(f"say.group.{do}", name=name, n=sum(change_one(name, number) for number in numbers)))
    return redirect(url_for("group.show", name=name), 303)


def _names() -> Sequence[str]:
    """The accounts that the form names: one a line, or each in a field of its own."""
    given = [line.strip() for value in request.form.getlist("account") for line in value.splitlines()]
    names = list(dict.fromkeys(filter(None, given)))
    if len(names) > MOST:
        raise UsageError("usage.bad_parameter", name="account", value=str(len(names)))
    return names


def _known(name: str) -> str:
    return administration(Right.SECURITY).people.groups.known(name)


def _ask(name: str) -> str:
    recording.nothing_done()
    here = administration(Right.SECURITY)
    members, grants = here.people.groups.list()[name], grants_of(here.catalog.fonds, name)
    return render_template(
        "admin/sure.html",
        title=say("groups.sure.title", name=name),
        words=[say("groups.sure", accounts=len(members), grants=len(grants))],
        action=url_for("group.change"),
        back=url_for("group.show", name=name),
        fields=[("do", "remove"), ("name", name)],
        button=say("groups.remove"),
    )


def _page(name: str, *, typed: Sequence[str] = (), problem: str = "") -> str:
    here = administration(Right.SECURITY)
    members = here.people.groups.list()[name]
    others = [one.name for one in here.people.accounts.list() if not one.disabled and one.name not in members]
    return render_template(
        "admin/group.html",
        name=name,
        members=members,
        others=others[:OFFERED],
        grants=grants_of(here.catalog.fonds, name),
        fonds={one.key: one.name for one in here.catalog.fonds.all()},
        typed="\n".join(typed),
        problem=problem,
    )
