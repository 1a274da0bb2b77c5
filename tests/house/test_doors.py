"""Every door that the carrier calls is guarded; nothing else answers a POST without a form of ours or a login."""

from pathlib import Path

from hotline.clock import SystemClock
from hotline.config import load_config
from hotline.web.app import create_app
from hotline.web.guard import GUARDED
from hotline.wiring import build

ROOT = Path(__file__).parents[2]
OPEN = {"callbacks.sound", "voice.music"}  # opens with a sealed reference only; the music of the queue is nobody's secret


def test_every_webhook_is_guarded(data_dir: Path) -> None:
    config = load_config(ROOT / "config.yaml", {"HOTLINE__DATA_DIR": str(data_dir), "HOTLINE__REDIS__URL": "redis://127.0.0.1:1/0"})
    app = create_app(build(config, clock=SystemClock()))
    webhooks = [r for r in app.url_map.iter_rules() if r.rule.startswith(("/voice", "/sms", "/carrier/"))]
    assert len(webhooks) >= 11
    open_doors = {r.endpoint for r in webhooks if not getattr(app.view_functions[r.endpoint], GUARDED, False)}
    assert open_doors == OPEN
