"""The simulated phones in a browser: one page, and a door through which it reaches the simulated carrier."""

import json

import requests
from flask import Blueprint, Response, render_template, request

ANSWER_WITHIN = 20
NOBODY_THERE = json.dumps({"code": 502, "message": "the simulated carrier doesn't answer"})


def phone_blueprint(sim_base_url: str) -> Blueprint:
    """For an application whose carrier is simulated, and for no other."""
    blueprint = Blueprint("phone", __name__, url_prefix="/phone")
    session = requests.Session()
    session.trust_env = False

    @blueprint.get("", strict_slashes=False)
    def page() -> str:
        return render_template("phone.html")

    @blueprint.route("/api/<path:rest>", methods=["GET", "POST"])
    def api(rest: str) -> Response:
        try:
            answer = session.request(
                request.method,
                f"{sim_base_url}/sim/{rest}",
                params=request.query_string,
                data=request.get_data(),
                headers={"Content-Type": request.content_type or ""},
                timeout=ANSWER_WITHIN,
                allow_redirects=False,
            )
        except requests.RequestException:
            return Response(NOBODY_THERE, status=502, content_type="application/json")
        kind = answer.headers.get("Content-Type", "application/octet-stream")
        return Response(
            answer.content, status=answer.status_code, content_type=kind, headers={"Cache-Control": "no-store"}
        )

    return blueprint
