#!/usr/bin/env python3
"""A production store from nothing: init prints one secret for each administrator, who sets a password
and binds a phone; a clerk is added, given a role, and does the same. Issue 3; capabilities 14.1, B17;
no code is ever shown."""
import base64
import hashlib
import hmac
import re
import struct
import time

from browser import Browser, Serving
from harness import HC, eq, has, main, on, true

PASSWORD = "horse battery staple"


def MADE(w):
    w.run("init")


MADE.key = "a production store"


def totp(key, step=0):
    """The code of an authenticator, `step` steps from now (RFC 6238)."""
    count = int(time.time()) // 30 + step
    mac = hmac.new(base64.b32decode(key.replace(" ", "")), struct.pack(">Q", count),
                   hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


def secrets(out):
    return dict(re.findall(r"login=(\S+) setup=(\S+) ", out))


def bind(b, login, secret, password=PASSWORD):
    """The two pages; returns the key of the phone."""
    eq(b.get("/staff/set-up"), 200)
    eq(b.post("/staff/set-up", user=login, secret=secret.lower().replace("-", " ")), 200, "secret")
    key = re.search(r'class="num key">([A-Z2-7 ]+)<', b.text)[1]
    has(b.text, 'class="qr"')
    eq(b.post("/staff/set-up/bind", password=password, repeat=password, code=totp(key)), 303,
       "bind")
    eq(b.location, "/staff")
    return key


def sign_in(b, login, key, step):
    b.cookies.clear()
    eq(b.get("/staff/sign-in"), 200)
    true(not re.search(r"\b\d{6}\b", re.sub(r"<[^>]+>", " ", b.text)), "a code on the page")
    return b.post("/staff/sign-in", user=login, password=PASSWORD, code=totp(key, step))


def test_init_makes_three_administrators_and_prints_each_secret_once(w):
    given = secrets(w.run("init").out)
    eq(sorted(given), ["auditadmin", "secadmin", "sysadmin"])
    eq(len(set(given.values())), 3)
    rows = w.sql("SELECT login, password, second_factor FROM staff ORDER BY login")
    eq([row[0] for row in rows], ["auditadmin", "secadmin", "sysadmin"])
    true(all(row[1] == "*" for row in rows), "a password before anybody chose one")
    eq(w.sql("SELECT COUNT(*) FROM staff_setup WHERE used_at = 0"), [(3,)])


@on(MADE)
def test_c21_from_nothing_to_a_clerk_at_the_counter(w):
    with Serving(w) as s:
        given = w.run("user", "reset", "secadmin", "--purpose", "初始").out
        b = Browser(s.host)
        key = bind(b, "secadmin", secrets(given.replace(" reset=none", ""))["secadmin"])
        eq(b.get("/staff/users"), 200)
        eq(b.post("/staff/users", login="wang.min", name="王敏", event="add"), 200)
        secret = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){4}", b.text)[0]
        eq(b.post("/staff/users", login="wang.min", agency_code=HC, role="clerk", event="grant"), 200)
        clerk = Browser(s.host)
        bind(clerk, "wang.min", secret)
        eq(clerk.get("/staff/counter"), 200)
        has(clerk.text, "wang.min")
        # the phone's next code signs in once; the same code does not come twice
        eq(sign_in(b, "secadmin", key, 1), 303)
        eq(sign_in(b, "secadmin", key, 1), 403)
    true(secret.encode() not in s.err and PASSWORD.encode() not in s.err, "a secret in the log")


@on(MADE)
def test_a_secret_is_good_once_and_only_for_its_login(w):
    given = secrets(w.run("user", "reset", "sysadmin", "--purpose", "初始").out
                    .replace(" reset=none", ""))["sysadmin"]
    with Serving(w) as s:
        b = Browser(s.host)
        b.get("/staff/set-up")
        eq(b.post("/staff/set-up", user="auditadmin", secret=given), 403)
        refused = re.sub(r'value="[^"]*"', "", b.text)
        b.get("/staff/set-up")
        eq(b.post("/staff/set-up", user="nobody", secret=given), 403)
        eq(re.sub(r'value="[^"]*"', "", b.text), refused, "words tell who exists")
        b.get("/staff/set-up")
        eq(b.post("/staff/set-up", user="sysadmin", secret=given), 200)
        key = re.search(r'class="num key">([A-Z2-7 ]+)<', b.text)[1]
        eq(b.post("/staff/set-up/bind", password="short", repeat="short", code=totp(key)), 422)
        eq(b.post("/staff/set-up/bind", password=PASSWORD, repeat=PASSWORD + "x", code=totp(key)), 422)
        eq(b.post("/staff/set-up/bind", password=PASSWORD, repeat=PASSWORD, code="000000"), 422)
        has(b.text, key)
        eq(b.post("/staff/set-up/bind", password=PASSWORD, repeat=PASSWORD, code=totp(key)), 303)
        b = Browser(s.host)
        b.get("/staff/set-up")
        eq(b.post("/staff/set-up", user="sysadmin", secret=given), 403, "used twice")


@on(MADE)
def test_a_reset_ends_the_session_and_the_old_phone(w):
    with Serving(w) as s:
        b = Browser(s.host)
        given = w.run("user", "reset", "secadmin", "--purpose", "初始").out
        key = bind(b, "secadmin", re.search(r"setup=(\S+)", given)[1])
        eq(b.get("/staff/users"), 200)
        began = time.monotonic()
        has(w.run("user", "reset", "secadmin", "--purpose", "手机丢失").out, "reset=now")
        eq(b.get("/staff/users"), 303, "session after the reset")
        true(time.monotonic() - began < 1 + 1, "revoked late")
        eq(sign_in(b, "secadmin", key, 1), 403)


main(globals())
