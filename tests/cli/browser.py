"""A server of a store and somebody who clicks, for the tests that go through the pages over HTTP."""
import http.client
import re
import signal
import subprocess
import tempfile
import time
from urllib.parse import urlencode

from harness import PROGRAM, Fail, eq, true


class Serving:
    """A server of the world's store on a free port; on the world's day when it has one."""

    def __init__(self, w):
        self.w = w

    def __enter__(self):
        day = ["--date", self.w.date] if self.w.date else []
        self.log = tempfile.TemporaryFile()  # a pipe that nobody reads would stop the server
        self.p = subprocess.Popen([PROGRAM, "serve", "--port", "0", "--db", self.w.url, *day],
                                  cwd=self.w.folder, stdout=subprocess.PIPE,
                                  stderr=self.log, env=self.w.env())
        line = self.p.stdout.readline().decode()
        found = re.search(r"http=http://([\d.:]+)/", line)
        if not found:
            raise Fail(f"no ready line: {line!r}")
        self.host = found[1]
        return self

    def __exit__(self, *_):
        if self.p.poll() is None:
            self.p.send_signal(signal.SIGTERM)
            self.p.communicate(timeout=60)
        self.log.seek(0)
        self.err = self.log.read()
        self.log.close()

    def kill(self):
        """As the power goes: nothing is finished."""
        self.p.kill()
        self.p.communicate()


class Browser:
    """Keeps cookies; a form takes the hidden fields of the page in hand along."""

    def __init__(self, host, training=False):
        self.host, self.training, self.cookies, self.text = host, training, {}, ""

    def ask(self, method, path, body=None, kind="application/x-www-form-urlencoded"):
        c = http.client.HTTPConnection(self.host, timeout=30)
        head = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            head["Content-Type"] = kind
        c.request(method, path, body, head)
        r = c.getresponse()
        self.bytes = r.read()
        self.text = self.bytes.decode()
        self.waits = r.getheader("Refresh") is not None
        for name, value in r.getheaders():
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
                true(self.training or "Secure" in value and key.startswith("__Host-"), f"cookie {value!r}")
        self.location = r.getheader("Location")
        c.close()
        return r.status

    def get(self, path):
        return self.ask("GET", path)

    def hidden(self):
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.text))

    def post(self, path, **fields):
        return self.ask("POST", path, urlencode({**self.hidden(), **fields}))

    def sign_in(self, login):
        """As one of the made-up staff of a training store, who read their code on the page."""
        self.cookies.clear()
        eq(self.get("/staff/sign-in"), 200)
        eq(self.post("/staff/sign-in", user=login, password="jianzai-demo", code=self.code()), 303)

    def code(self):
        return re.search(r"\b\d{6}\b", re.sub(r"<[^>]+>", " ", self.text))[0]

    def send_file(self, path, name, data, **fields):
        """A form with one file; the token of the page in hand goes along."""
        edge = "----edge-of-the-test"
        fields = {"token": self.hidden()["token"], **fields}
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
                 for k, v in fields.items()]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = b"".join(parts) + head.encode() + data + f"\r\n--{edge}--\r\n".encode()
        return self.ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def decide(self, path, **fields):
        """A form that asks for one more code, and the code."""
        eq(self.get(path), 200)
        eq(self.post(path, **fields), 403, "another code is asked for")
        return self.post("/staff/step-up", code=self.code(), **{k: v for k, v in fields.items() if k == "reason"})

    def wait(self, path, until=lambda b: not b.waits):
        """Looks at the page again until it is as wanted; what it says then."""
        for n in range(150):  # an account is let in so often a minute
            eq(self.get(path), 200, path)
            if until(self):
                return self.text
            time.sleep(min(0.02 * 1.2 ** n, 0.8))
        raise Fail(f"{path} does not end: {re.sub(r'<[^>]+>', ' ', self.text)[-600:]}")
