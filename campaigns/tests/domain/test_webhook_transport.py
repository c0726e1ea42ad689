"""The way out: to public addresses alone, to the very one that was judged, within ten seconds."""

import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager

import pytest

from campaigns.domain import webhook_transport
from campaigns.domain.webhook_transport import UnfitAddress, is_public, post, refuse_unfit
from campaigns.tests.receivers import listening

INSIDE = "This address lies inside a private network; give one that can be reached from outside."


@pytest.fixture
def names(monkeypatch):
    """A name server of our own: `names["a.example"] = ["9.9.9.9"]`; every lookup is in `names.asked`."""

    class Names(dict):
        asked: list = []

    known = Names()
    known.asked = []
    real = socket.getaddrinfo

    def look_up(host, port, *args, **options):
        known.asked.append(host)
        if host not in known:
            return real(host, port, *args, **options)
        return [found for text in known[host] for found in real(text, port, *args, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@pytest.mark.parametrize("text", ["9.9.9.9", "1.1.1.1", "2606:4700:4700::1111"])
def test_addresses_of_the_open_internet_are_public(text):
    assert is_public(text)


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "2001:db8::1",
        "::ffff:9.9.9.9",
        "::ffff:127.0.0.1",
        "::9.9.9.9",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
        "2001:0:1::1",
    ],
)
def test_everything_else_is_not(text):
    assert not is_public(text)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://9.9.9.9/", "Start the address with https://; messages are not sent unprotected."),
        ("ftp://9.9.9.9/", "Start the address with https://; messages are not sent unprotected."),
        ("https://me@9.9.9.9/", "Leave name and password out of the address; messages are signed instead."),
        ("https://:x@9.9.9.9/", "Leave name and password out of the address; messages are signed instead."),
        ("https:///path", "This is not a web address; copy it from the browser."),
        ("https://9.9.9.9:99999/", "This is not a web address; copy it from the browser."),
        ("https://9.9.9.9:0/", "This is not a web address; copy it from the browser."),
        ("https://a..b/", "This is not a web address; copy it from the browser."),
        ("https://[::1/", "This is not a web address; copy it from the browser."),
        ("https://a\x00b/", "This is not a web address; copy it from the browser."),
        ("https://127.0.0.1/", INSIDE),
        ("https://127.1/", INSIDE),
        ("https://2130706433/", INSIDE),
        ("https://0x7f.1/", INSIDE),
        ("https://[::1]/", INSIDE),
        ("https://[::ffff:10.0.0.1]/", INSIDE),
        ("https://localhost:8000/", INSIDE),
    ],
)
def test_an_address_that_nothing_is_sent_to_is_refused(url, sentence):
    with pytest.raises(UnfitAddress) as refusal:
        refuse_unfit(url)

    assert (refusal.value.message, refusal.value.fields) == (sentence, {"url": [sentence]})
    with pytest.raises(UnfitAddress):
        post(url, body=b"{}", headers={})


def test_every_address_of_a_name_must_be_public(names):
    names["good.example"] = ["9.9.9.9", "2606:4700:4700::1111"]
    names["mixed.example"] = ["9.9.9.9", "10.0.0.1"]

    refuse_unfit("https://good.example:8443/hook")
    with pytest.raises(UnfitAddress, match=INSIDE):
        refuse_unfit("https://mixed.example/hook")


def test_a_name_that_nobody_knows_now_may_be_stored_and_fails_when_sent(names, monkeypatch):
    def unknown(*_args, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    refuse_unfit("https://later.example/")
    with pytest.raises(socket.gaierror):
        post("https://later.example/", body=b"{}", headers={})


def test_a_message_arrives_with_its_headers(settings):
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    with listening(202) as receiver:
        status = post(receiver.url, body=b'{"a": 1}', headers={"webhook-id": "msg_1", "User-Agent": "us"})

    [(path, headers, body)] = receiver.heard
    assert (status, path, body) == (202, "/hook?from=us", b'{"a": 1}')
    assert headers == {
        "Host": f"127.0.0.1:{receiver.server_port}",
        "Accept-Encoding": "identity",
        "Content-Length": "8",
        "webhook-id": "msg_1",
        "User-Agent": "us",
    }


def test_a_redirect_is_an_answer_and_is_not_followed(settings):
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    with listening(307, 200) as receiver:
        assert post(receiver.url, body=b"{}", headers={}) == 307

    assert len(receiver.heard) == 1


def test_the_name_is_looked_up_once_and_the_call_goes_to_what_was_judged(names, settings):
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    with listening() as receiver:
        names["hooks.example"] = ["127.0.0.1"]
        url = receiver.url.replace("127.0.0.1", "hooks.example")
        assert post(url, body=b"{}", headers={}) == 204

    assert names.asked == ["hooks.example", "127.0.0.1"][: len(names.asked)]
    assert names.asked.count("hooks.example") == 1
    assert receiver.heard[0][1]["Host"] == f"hooks.example:{receiver.server_port}"


@contextmanager
def speaking(speak):
    """A server on a bare socket: `speak(line, is_over)` is called with the first connection."""
    server = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def serve():
        line, _peer = server.accept()
        with line:
            speak(line, is_over)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        is_over.set()
        thread.join()
        server.close()


def drip(line, is_over):
    """One byte of an endless header after the other, each long before a time-out of the socket."""
    line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not is_over.wait(0.02):
        try:
            line.sendall(b"x")
        except OSError:
            return


def say_nothing(_line, is_over):
    is_over.wait(30)


@pytest.mark.parametrize("speak", [drip, say_nothing])
def test_the_end_counts_for_the_whole_call(speak, settings, monkeypatch):
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    monkeypatch.setattr(webhook_transport, "SECONDS_IN_ALL", 0.3)
    with speaking(speak) as url, pytest.raises(TimeoutError):
        post(url, body=b"{}", headers={})


def test_an_answer_without_end_is_not_read(settings):
    settings.WEBHOOKS_ALLOW_PRIVATE = True

    def flood(line, is_over):
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while not is_over.is_set():
            try:
                line.sendall(b"X-More: and more of it\r\n" * 1000)
            except OSError:
                return

    with speaking(flood) as url, pytest.raises(webhook_transport.FAILURES):
        post(url, body=b"{}", headers={})


def test_what_is_no_http_is_a_failure(settings):
    settings.WEBHOOKS_ALLOW_PRIVATE = True

    def greet(line, _is_over):
        line.sendall(b"220 mail.example ESMTP\r\n")

    with speaking(greet) as url, pytest.raises(webhook_transport.FAILURES):
        post(url, body=b"{}", headers={})


@pytest.fixture
def certified(tmp_path, monkeypatch):
    """A TLS server that can prove to be `hooks.example`, to those who trust its certificate."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    ask = f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout {key} -out {cert}"
    names = ["-subj", "/CN=hooks.example", "-addext", "subjectAltName=DNS:hooks.example"]
    subprocess.run([*ask.split(), *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with listening(200) as receiver:
        receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
        receiver.handle_error = lambda *_args: None
        yield receiver, cert


@pytest.mark.parametrize(
    ("host", "is_trusted", "answer"),
    [("hooks.example", True, 200), ("hooks.example", False, None), ("other.example", True, None)],
)
def test_over_tls_the_host_must_prove_its_name(
    certified, names, settings, monkeypatch, host, is_trusted, answer
):
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    receiver, cert = certified
    names[host] = ["127.0.0.1"]
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    url = f"https://{host}:{receiver.server_port}/hook"

    if answer:
        assert post(url, body=b"{}", headers={}) == answer
        return
    with pytest.raises(ssl.SSLCertVerificationError):
        post(url, body=b"{}", headers={})
    assert receiver.heard == []
