from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.errors import UserError
from crawler.preflight import preflight
from tests.support import project_settings


def settings(tmp_path: Path, **own: object) -> Settings:
    made = Settings()
    made.setmodule("crawler.settings", priority="project")
    made.setdict(project_settings(tmp_path, "http://127.0.0.1:9") | own, priority="cmdline")
    return made


@pytest.mark.parametrize(
    "name",
    [
        "ARCHIVE_CDX_PER_MINUTE",
        "ARCHIVE_PLAYBACK_PER_SECOND",
        "EXTRACTION_TIMEOUT",
        "RESOLUTION",
        "ARCHIVE_PAUSE",
        "ARCHIVE_RETRIES",
        "EXTRACTION_WORKERS",
        "DISCOVERY_REQUESTS",
    ],
)
@pytest.mark.parametrize("value", ["often", "-1", ""])
def test_a_setting_that_is_no_number_is_one_line_that_names_it(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"^{name}={value}: must be a (whole )?number"):
        preflight(settings(tmp_path, **{name: value}), {"url": "http://v.example/privacy"})


@pytest.mark.parametrize("name", ["ARCHIVE_CDX_PER_MINUTE", "ARCHIVE_PLAYBACK_PER_SECOND", "EXTRACTION_TIMEOUT"])
def test_a_pace_of_nothing_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="above 0"):
        preflight(settings(tmp_path, **{name: 0}), {"url": "http://v.example/privacy"})


def test_a_run_with_nothing_to_do_says_what_there_is_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="-a url="):
        preflight(settings(tmp_path), {})


def test_what_can_be_passes(tmp_path: Path) -> None:
    preflight(settings(tmp_path, EXTRACTION_WORKERS=0, RESOLUTION=0), {"url": "http://v.example/privacy"})
