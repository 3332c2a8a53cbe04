#!/usr/bin/env python3
"""Other people's attackers against a live server: wapiti as anybody and as a clerk, slowhttptest in
three ways. Nothing is found, and others are not slowed.
    python3 tests/pages/scan.py [--seconds N]"""
import argparse
import json
import subprocess
import threading
import time

from live_site import Site, close, report

MODULES = "blindsql,crlf,csp,csrf,exec,file,htaccess,methods,permanentxss,redirect,shellshock,sql,ssrf,xss,xxe"
# Answers that are not findings: what a server tells about methods, and that it is busy.
NOT_FOUND = {"HTTP Methods", "Internal Server Error"}
TOWN = "371002001000"
# Debian 12's wapiti 3.0.4 writes the flags of a pattern at its end, which its Python 3.11 refuses: -x needs this.
WAPITI = """import re
old = re.compile
re.compile = lambda p, f=0: old(p[:-5], f | re.M | re.S) if isinstance(p, str) and p.endswith('(?ms)') else old(p, f)
from wapitiCore.main.wapiti import wapiti_main
wapiti_main()
"""
SLOW = {"slow heads": ["-H"], "slow bodies": ["-B", "-t", "POST"], "slow reading": ["-X", "-n", "5", "-k", "3"]}


def wapiti(site, name, start, seconds, cookie=None):
    out, root = f"{site.folder}/wapiti.json", f"http://127.0.0.1:{site.port}"
    flags = ["-H", f"Cookie: {cookie}"] if cookie else []
    bounds = ["-d", "3", "--max-links-per-page", "20", "--max-files-per-dir", "8",
              "--max-parameters", "10", "--max-scan-time", str(seconds),
              "--max-attack-time", str(seconds)]
    subprocess.run(["/usr/bin/python3", "-c", WAPITI, "-u", root + start, "--scope", "domain",
                    "-m", MODULES, "-f", "json", "-o", out, "--flush-session", "--store-session",
                    f"{site.folder}/wapiti", "--no-bugreport", "-v", "0",
                    "-x", f"{root}/staff/sign-out", *bounds, *flags],
                   stdout=subprocess.DEVNULL, timeout=seconds * 10 + 600, check=True)
    with open(out, encoding="utf-8") as f:
        told = json.load(f)
    found = [f"{kind}: {one['method']} {one['path']} {one['info']}"
             for part in ("vulnerabilities", "anomalies")
             for kind, all_ in told[part].items() for one in all_ if kind not in NOT_FOUND]
    report(not found, f"wapiti {name}: nothing found", "; ".join(found[:8]))
    broken = [one["path"] for one in told["anomalies"].get("Internal Server Error", [])]
    report(not broken, f"wapiti {name}: no error of ours", broken[:5])


class Visitor(threading.Thread):
    """Somebody else, who reads a page four times a second; `slowest` in milliseconds."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site, self.ended, self.took, self.failed = site, False, [], 0

    def run(self):
        while not self.ended:
            began = time.monotonic()
            try:
                status, _ = self.site.get("/help?q=%E5%A8%81%E6%B5%B7")
                self.failed += status != 200
            except OSError:
                self.failed += 1
            self.took.append((time.monotonic() - began) * 1e3)
            time.sleep(0.25)

    def end(self):
        self.ended = True
        self.join()
        return sorted(self.took)[len(self.took) * 95 // 100]


def slow(site, name, flags, seconds):
    visitor = Visitor(site)
    visitor.start()
    subprocess.run(["slowhttptest", *flags, "-c", "2000", "-r", "500", "-i", "5", "-l", str(seconds), "-p", "3",
                    "-u", f"http://127.0.0.1:{site.port}/staff/sign-in"], stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)
    took = visitor.end()
    visits = f"{len(visitor.took)} visits beside 2,000 slow clients, 95 % in {took:.0f} ms"
    report(not visitor.failed and took < 1000, f"{name}: {visits}", f"{visitor.failed} failed")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seconds", type=int, default=60)
    p.add_argument("--slow", action="store_true", help="slow clients alone")
    a = p.parse_args()
    site = Site()
    try:
        if not a.slow:
            wapiti(site, "as anybody", "/", a.seconds)
            cookie = site.sign_in(f"clerk@{TOWN}")
            wapiti(site, "as a clerk", "/staff/counter", a.seconds, cookie)
        for name, flags in SLOW.items():
            slow(site, name, flags, max(15, a.seconds // 5))
        status, _ = site.get("/")
        report(status == 200 and site.server.poll() is None, "the server stands")
        site.run("check")
        report(True, "the store holds together")
    finally:
        code = site.stop()
    report(code == 0, "the server drains")
    close()


main()
