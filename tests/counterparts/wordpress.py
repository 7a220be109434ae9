"""A real WordPress, as Debian packages it, served by PHP on a free loopback port."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from app.embedded.server import free_port
from tests.counterparts.mariadb import PASSWORD, USER, MariaDB

PACKAGED = Path("/usr/share/wordpress")
DATABASE = "wordpress"
CONFIG = """<?php
define('DB_NAME', '{database}'); define('DB_USER', '{user}'); define('DB_PASSWORD', '{password}');
define('DB_HOST', '127.0.0.1:{db_port}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{base}'); define('WP_SITEURL', '{base}');
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
INSTALL = """<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url('{base}', PHP_URL_HOST);
require '{site}/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Test site', 'admin', 'admin@site.example', true, '', 'not-used');
update_option('permalink_structure', '/%postname%/');
update_option('comment_previously_approved', 0);
$admin = get_user_by('login', 'admin');
[$password] = WP_Application_Passwords::create_new_application_password($admin->ID, ['name' => 'utdrag']);
echo "\\n" . json_encode(['id' => $admin->ID, 'password' => $password]);
"""


@dataclass
class WordPress:
    """A running site; `password` is the administrator's application password."""

    folder: Path
    port: int
    mariadb: MariaDB
    process: subprocess.Popen[bytes]
    admin: int = 0
    username: str = "admin"
    password: str = ""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def call(self, method: str, path: str, **body: Any) -> Any:
        """Ask the site's own interface, as its administrator."""
        answer = httpx.request(
            method, f"{self.base}/wp-json/wp/v2{path}", json=body or None, auth=(self.username, self.password)
        )
        assert answer.is_success, answer.text
        return answer.json()

    def add_user(self, email: str, name: str) -> int:
        """Give the id of a new account."""
        first, _, last = name.partition(" ")
        login = email.split("@", maxsplit=1)[0]
        made = self.call(
            "POST", "/users", username=login, email=email, name=name, first_name=first, last_name=last,
            password="only-for-tests", roles=["subscriber"],
        )  # fmt: skip
        return int(made["id"])

    def add_comment(self, email: str, name: str, text: str) -> int:
        """Give the id of a new comment on the first post."""
        made = self.call("POST", "/comments", post=1, author_email=email, author_name=name, content=text)
        return int(made["id"])

    @contextmanager
    def stopped(self) -> Generator[None]:
        """Take the web server down for a while."""
        self.stop()
        yield
        self.process = _serve(self.folder, self.port)
        _wait(self)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def start(folder: Path, mariadb: MariaDB) -> WordPress:
    """Install a site into `folder` and the database; give it when it answers."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    shutil.copytree(PACKAGED, folder / "site", ignore_dangling_symlinks=True)
    mariadb.create(DATABASE)
    config = CONFIG.format(
        database=DATABASE, user=USER, password=PASSWORD, db_port=mariadb.port, base=base
    )  # fmt: skip
    (folder / "site" / "wp-config.php").unlink(missing_ok=True)
    (folder / "site" / "wp-config.php").write_text(config)
    (folder / "install.php").write_text(INSTALL.format(base=base, site=folder / "site"))
    done = subprocess.run(
        ["php", "-d", "sendmail_path=/bin/true", folder / "install.php"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.strip().splitlines()[-1])
    site = WordPress(folder, port, mariadb, _serve(folder, port), told["id"], password=told["password"])
    _wait(site)
    return site


def _serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            ["php", "-d", "sendmail_path=/bin/true", "-S", f"127.0.0.1:{port}", "-t", str(folder / "site")],
            stdout=log, stderr=log, env={**os.environ, "PHP_CLI_SERVER_WORKERS": ""},
        )  # fmt: skip


def _wait(site: WordPress, seconds: float = 30.0) -> None:
    end = monotonic() + seconds
    while monotonic() < end and site.process.poll() is None:
        try:
            if httpx.get(f"{site.base}/wp-json/").is_success:
                return
        except httpx.TransportError:
            sleep(0.05)
    site.process.kill()
    raise RuntimeError(f"WordPress did not start: {(site.folder / 'log').read_text()[-800:]}")


@pytest.fixture(scope="session")
def wordpress(request: pytest.FixtureRequest) -> Generator[WordPress]:
    """One site for the whole run; skipped, which CI calls a failure, when it is not installed."""
    if not PACKAGED.is_dir() or shutil.which("php") is None:
        pytest.skip("needs WordPress and PHP: tests/counterparts/packages.txt")
    mariadb: MariaDB = request.getfixturevalue("mariadb")
    with tempfile.TemporaryDirectory(prefix="wp-", ignore_cleanup_errors=True) as name:
        site = start(Path(name), mariadb)
        yield site
        site.stop()
