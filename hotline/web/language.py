"""The language of a page: the one chosen, else the reader's own, else the city's first."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, g, request, url_for

from hotline.web.guard import hotline

COOKIE = "lang"
_YEAR = 365 * 24 * 3600


def speak(blueprint: Blueprint, own: Callable[[], str] = str) -> None:
    """Every page of ``blueprint`` is worded in ``g.language``; ``?lang=en`` chooses it for good. ``own`` is the
    language of whoever looks, where that is known."""
    blueprint.before_request(lambda: _choose(own()))
    blueprint.after_request(_keep)
    blueprint.add_app_template_global(language, "language")
    blueprint.add_app_template_global(t, "t")
    blueprint.add_app_template_global(in_language, "in_language")
    blueprint.add_app_template_global(languages, "languages")


def language() -> str:
    return str(g.get("language") or hotline().config.usual_language)


def languages() -> tuple[str, ...]:
    return tuple(hotline().config.city.languages)


def t(zh: object, en: object) -> object:
    """The wording for this page's language."""
    return zh if language() == "zh-CN" else en


def in_language(wanted: str) -> str:
    """This page in another language. What a form brought is not part of any address."""
    kept: Mapping[str, str] = request.args.to_dict() if request.method == "GET" else {}
    if request.endpoint is None:
        return f"?lang={wanted}"
    given = dict(request.view_args or {})
    if request.method != "GET" and not _can_be_got():
        return f"?lang={wanted}"
    return url_for(request.endpoint, **given | dict(kept) | {"lang": wanted})


def _can_be_got() -> bool:
    rule = request.url_rule
    return rule is not None and "GET" in (rule.methods or ())


def _choose(own: str) -> None:
    known = languages()
    wanted = (request.args.get("lang"), request.cookies.get(COOKIE), own)
    g.language = next((each for each in wanted if each in known), known[0])


def _keep(response: Response) -> Response:
    chosen = request.args.get("lang")
    if chosen in languages() and request.cookies.get(COOKIE) != chosen:
        secure = hotline().config.server.public_url.startswith("https://")
        response.set_cookie(COOKIE, str(chosen), max_age=_YEAR, samesite="Lax", httponly=True, secure=secure)
    return response
