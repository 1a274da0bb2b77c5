"""`users add`: a login for the console."""

import click

from hotline import passwords
from hotline.cli.context import Context, json_option, pass_context, print_json
from hotline.cli.opened import opened, refused
from hotline.domain.errors import RuleError
from hotline.domain.staff import Role
from hotline.services.add_user import NewUser, add_user

MENDS = {
    "bad_login": "a login has 2 to 40 letters a-z, digits, dots, dashes or underscores and starts with a letter or digit",
    "login_taken": "somebody has this login already: choose another",
    "too_short": f"the password needs at least {passwords.SHORTEST} characters",
    "bad_phone": "--phone is no number that can be reached: give it like +8613900010112",
    "has_login": "whoever has this phone already has a login",
    "other_role": "whoever has this phone has another role: leave --role out",
    "role_missing": "--role is needed for somebody new",
    "department_missing": "officers and heads need --department",
    "unknown_department": "there is no such department: see config.yaml",
}


@click.group()
def users() -> None:
    """The people of the console."""


@users.command("add")
@click.argument("login")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Needed for somebody new.")
@click.option("--name", default="", help="Shown on the console; else the login.")
@click.option("--phone", help="Somebody who is texted on it already gets the login.")
@click.option("--department", help="For officers and heads: the department's id.")
@click.option("--language", default=None, help="zh-CN or en.")
@click.option("--generate", is_flag=True, help="Make a password and print it, instead of asking for one.")
@json_option
@pass_context
def add_command(
    context: Context, login: str, role: str | None, name: str, phone: str | None, department: str | None,
    language: str | None, *, generate: bool, as_json: bool,
) -> None:  # fmt: skip
    """A login for somebody of the city, or for somebody new."""
    made = generate or as_json
    password = passwords.fresh() if made else click.prompt("password", hide_input=True, confirmation_prompt=True)
    user = NewUser(
        login=login, name=name, role=Role(role) if role else None, department=department, phone=phone,
        language=language or context.config.usual_language,
    )  # fmt: skip
    with opened(context) as hotline:
        try:
            person = add_user(hotline.parts, user, password)
        except RuleError as error:
            raise refused(error, MENDS) from None
    if as_json:
        print_json({"login": person.login, "role": person.role.value, "department": person.department, "password": password})
        return
    where = f" of {person.department}" if person.department else ""
    click.echo(f"{person.login}: {person.role.value}{where}")
    if made:
        click.echo(f"password: {password}")


COMMANDS = [users]
