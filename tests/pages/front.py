#!/usr/bin/env python3
"""packaging/nginx.conf with a real nginx in front of the program: TLS, HTTP/2, policy, slow clients,
what is written down.
    python3 tests/pages/front.py"""
import os
import re
import signal
import socket
import ssl
import subprocess
import time

from live_site import ROOT, Site, close, report


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-subj", "/CN=jianzai.example.cn", "-keyout", f"{folder}/key.pem", "-out",
                    f"{folder}/fullchain.pem", "-days", "2"], check=True, stderr=subprocess.DEVNULL)


def configuration(folder, site, tls, plain):
    """The shipped file with this machine's ports and paths, nothing else changed."""
    with open(os.path.join(ROOT, "packaging/nginx.conf"), encoding="utf-8") as f:
        text = f.read()
    for old, new in (("127.0.0.1:8080", f"127.0.0.1:{site.port}"), ("/etc/jianzai/tls/", f"{folder}/"),
                     ("/var/log/nginx/", f"{folder}/"), ("listen 443 ", f"listen 127.0.0.1:{tls} "),
                     ("listen 80;", f"listen 127.0.0.1:{plain};")):
        if old not in text:
            raise SystemExit(f"nginx.conf has no {old!r} any more")
        text = text.replace(old, new)
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.M)
    temp = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in
                   ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as f:
        f.write(f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
                f"events {{ }}\nhttp {{\n{temp}{text}}}\n")
    return f"{folder}/nginx.conf"


def curl(tls, path, *flags):
    done = subprocess.run(["curl", "-sk", "-m", "30", "-D", "-", *flags, "--connect-to", f"::127.0.0.1:{tls}",
                           f"https://jianzai.example.cn{path}"], stdout=subprocess.PIPE, check=False)
    return done.returncode, done.stdout.decode(errors="replace")


def slow_heads(tls, count):
    """Clients that send a head a byte at a time; the seconds until the first is let go."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    slow = [context.wrap_socket(socket.create_connection(("127.0.0.1", tls))) for _ in range(count)]
    began = time.monotonic()
    for s in slow:
        s.sendall(b"GET / HTTP/1.1\r\nHost: jianzai.example.cn\r\nX-Slow: ")
    return slow, began


def let_go(slow, began):
    while time.monotonic() - began < 40:
        try:
            slow[0].sendall(b"a")
            slow[0].settimeout(0.5)
            if slow[0].recv(100) == b"":
                return time.monotonic() - began
        except (TimeoutError, socket.timeout):
            continue
        except OSError:
            return time.monotonic() - began
    return 99


def policy(tls, plain):
    code, text = curl(tls, "/", "--http2")
    report(code == 0 and text.startswith("HTTP/2 200"), "HTTP/2", text[:200])
    head = text.split("\r\n\r\n")[0].lower()
    report(head.count("strict-transport-security:") == 1, "one Strict-Transport-Security", head)
    report("content-security-policy:" in head and "server: nginx\r" in head + "\r", "policy kept, no version", head)
    for version in ("1.2", "1.3"):
        code, _ = curl(tls, "/", f"--tlsv{version}", "--tls-max", version)
        report(code == 0, f"TLS {version}")
    code, _ = curl(tls, "/", "--tlsv1.0", "--tls-max", "1.1", "--ciphers", "DEFAULT:@SECLEVEL=0")
    report(code != 0, "TLS 1.1 is refused")
    done = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", "-H",
                           "Host: jianzai.example.cn", f"http://127.0.0.1:{plain}/help"],
                          stdout=subprocess.PIPE, check=False)
    report(done.stdout.decode() == "308 https://jianzai.example.cn/help", "plain HTTP leads to TLS", done.stdout)
    for path in ("/metrics", "/healthz"):
        report(" 404" in curl(tls, path)[1].split("\n")[0], f"{path} is not for outside")
    asset = re.search(r'href="(/a/[^"]+\.css)"', text)[1]
    _, style = curl(tls, asset, "--compressed")
    report("content-encoding: gzip" in style.lower() and "immutable" in style,
           "style compressed at build, cached for ever", style[:300])


def limits(tls, site):
    codes = []
    for _ in range(8):
        done = subprocess.run(["curl", "-sk", "-Z", "--parallel-max", "10", "-o", "/dev/null", "-w", "%{http_code}\n",
                               "--connect-to", f"::127.0.0.1:{tls}", "https://jianzai.example.cn/help?[1-20]"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        codes += done.stdout.decode().split()
    report("429" in codes and "200" in codes, "a flood from one address is told 429", sorted(set(codes)))
    status, _ = site.get("/")
    report(status == 200, "the program itself stands")


def main():
    site = Site()
    folder = f"{site.folder}/front"
    os.mkdir(folder)
    tls, plain = free_port(), free_port()
    certificate(folder)
    conf = configuration(folder, site, tls, plain)
    checked = subprocess.run(["nginx", "-t", "-e", f"{folder}/error.log", "-c", conf],
                             stderr=subprocess.PIPE, check=False)
    report(checked.returncode == 0, "nginx takes the configuration", checked.stderr.decode())
    nginx = subprocess.Popen(["nginx", "-e", f"{folder}/error.log", "-c", conf])
    try:
        for _ in range(50):
            if curl(tls, "/")[0] == 0:
                break
            time.sleep(0.1)
        policy(tls, plain)
        slow, began = slow_heads(tls, 30)
        quick = time.monotonic()
        code, _ = curl(tls, "/help")
        report(code == 0 and time.monotonic() - quick < 2, "slow clients slow nobody")
        seconds = let_go(slow, began)
        report(8 <= seconds <= 15, f"a head that dribbles is let go after {seconds:.0f} s (10 s are given)")
        curl(tls, "/help?q=371002194603150012")
        limits(tls, site)
        with open(f"{folder}/jianzai.log", encoding="utf-8") as f:
            written = f.read()
        report("/help" in written and not re.search(r"\d{17}[\dX]", written), "no query is written down")
    finally:
        nginx.send_signal(signal.SIGQUIT)
        nginx.wait(20)
        code = site.stop()
    report(code == 0 and not re.search(r"\d{17}[\dX]", site.text), "the program drains; no number in its log")
    close()


main()
