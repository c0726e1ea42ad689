"""`make lighthouse`: what Lighthouse thinks of three pages with the demo, written to docs/lighthouse.md."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from campaignops_site.tests.e2e.production import BASE_DIR, production, sign_in

LIGHTHOUSE = "lighthouse@13.5.0"
ENOUGH = 95
RUNS = 3
CATEGORIES = {
    "performance": "Performance",
    "accessibility": "Accessibility",
    "best-practices": "Best practices",
}
PRESETS = {"phone": [], "desk": ["--preset=desktop"]}
REPORT = BASE_DIR / "docs" / "lighthouse.md"


def main() -> int:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium or not shutil.which("npx"):
        say("Lighthouse needs Chromium and Node's npx. Install them, or set CHROMIUM=/path/to/it.")
        return 1
    with tempfile.TemporaryDirectory() as name, production(Path(name)) as address:
        cookie, pages = visited(address, chromium)
        headers = Path(name) / "headers.json"
        headers.write_text(json.dumps({"Cookie": cookie}))
        lines, weak, versions = [], [], ""
        for page, path in pages.items():
            for preset, options in PRESETS.items():
                reports = [measured(address + path, chromium, headers, options) for _run in range(RUNS)]
                versions = versions_of(reports[0], chromium)
                scores = [middle(reports, category) for category in CATEGORIES]
                lines.append(f"| {page} | {preset} | {' | '.join(str(score) for score in scores)} |")
                say(lines[-1])
                if min(scores) < ENOUGH:
                    weak.append(f"{page}, {preset}: " + "; ".join(faults(reports[-1])))
    REPORT.write_text(as_page(versions, lines))
    say("\n".join(weak) or f"All are {ENOUGH} or better; written to {REPORT.relative_to(BASE_DIR)}.")
    return 1 if weak else 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def visited(address: str, chromium: str) -> tuple[str, dict[str, str]]:
    """The cookie of a signed-in operator, and the pages to measure; the task is a post that waits for its proof."""
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(base_url=address)
        sign_in(context)
        page = context.new_page()
        page.goto("/")
        tasks = page.locator("main a[href^='/tasks/'][data-keyboard-item]").all()
        found = [link.get_attribute("href") for link in tasks]
        task = next(path for path in found if path and is_post(page, path))
        session = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "sessionid")
        browser.close()
    return f"sessionid={session}", {"My day": "/", "Task": task, "Calendar": "/calendar/"}


def is_post(page, path: str) -> bool:
    page.goto(path)
    return bool(page.locator("form[data-offline-proof]").count() and page.locator("a[data-composer]").count())


def measured(address: str, chromium: str, headers: Path, options: list[str]) -> dict:
    command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", *options]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={headers}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)
    if ended.returncode:
        raise SystemExit(f"Lighthouse failed on {address}: {ended.stderr[-2000:]}")
    report = json.loads(ended.stdout)
    if report["finalDisplayedUrl"] != address:
        raise SystemExit(f"Lighthouse was shown {report['finalDisplayedUrl']} instead of {address}.")
    return report


def middle(reports: list[dict], category: str) -> int:
    scores = sorted(round(100 * (report["categories"][category]["score"] or 0)) for report in reports)
    return scores[len(scores) // 2]


def faults(report: dict) -> list[str]:
    """The audits that cost points."""
    counted = {
        ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]
    }
    audits = (report["audits"][name] for name in counted)
    return [
        f"{audit['id']} {audit.get('displayValue', '')}".strip()
        for audit in audits
        if (audit["score"] or 0) < 0.9 and audit["score"] is not None
    ]


def versions_of(report: dict, chromium: str) -> str:
    browser = subprocess.run(
        [chromium, "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    return f"Lighthouse {report['lighthouseVersion']}, {' '.join(browser.split()[:2])}"


def as_page(versions: str, lines: list[str]) -> str:
    head = " | ".join(("Page", "Device", *CATEGORIES.values()))
    return "\n".join(
        [
            "# Lighthouse",
            "",
            "`make lighthouse` measures the product as `up` runs it, with the demo, signed in as an operator.",
            f"{versions}, {datetime.now(UTC):%Y-%m-%d}; the middle of {RUNS} runs.",
            f"The phone is Lighthouse's own slow one. Below {ENOUGH} the target fails.",
            "",
            f"| {head} |",
            "|---|---|---|---|---|",
            *lines,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
