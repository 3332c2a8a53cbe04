"""A server on a small made-up city, for what is tested from outside with other people's programs."""
import http.client
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.abspath(os.environ.get("JIANZAI", os.path.join(ROOT, "build/dev/jianzai")))
counts = {True: 0, False: 0}


def report(good, name, why=""):
    counts[bool(good)] += 1
    print(f"{'ok' if good else 'not ok'} {sum(counts.values())} - {name}"
          + ("" if good or not why else ": " + " ".join(str(why).split())), flush=True)


def close():
    print(f"{counts[True]} passed, {counts[False]} failed, 0 skipped")
    raise SystemExit(1 if counts[False] else 0)


class Site:
    def __init__(self, people=500):
        self.folder = tempfile.mkdtemp(prefix="jz-site-")
        os.chmod(self.folder, 0o755)
        self.db = f"sqlite:{self.folder}/jianzai.db"
        begun = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600 - 10 * 86400))
        self.run("init", "--training", "--demo-staff", "--date", begun)
        self.run("demo", "--people", str(people), "--seed", "1", "--date", begun)
        self.run("day")
        self.log = open(f"{self.folder}/log", "wb")
        self.server = subprocess.Popen([PROGRAM, "serve", "--port", "0", "--db", self.db],
                                       stdout=subprocess.PIPE, stderr=self.log)
        line = self.server.stdout.readline().decode()
        self.port = int(re.search(r"http=http://127\.0\.0\.1:(\d+)/", line)[1])

    def run(self, *args):
        return subprocess.run([PROGRAM, *args, "--db", self.db], check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout.decode()

    def get(self, path, headers=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request("GET", path, headers=headers or {})
        r = c.getresponse()
        return r.status, r.read().decode()

    def sign_in(self, login):
        """The cookie of a session."""
        _, text = self.get("/staff/sign-in")
        code = re.search(r"\b\d{6}\b", re.sub(r"<[^>]*>", " ", text))[0]
        body = f'{{"user":"{login}","password":"jianzai-demo","code":"{code}"}}'
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request("POST", "/api/v1/session", body, {"Content-Type": "application/json"})
        r = c.getresponse()
        r.read()
        return r.getheader("Set-Cookie").split(";")[0]

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(60)
        self.log.close()
        with open(f"{self.folder}/log", encoding="utf-8") as f:
            self.text = f.read()
        shutil.rmtree(self.folder, ignore_errors=True)
        return code
