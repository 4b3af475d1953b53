"""Drives a server with nothing but Python's standard library, one JSON text per line."""

import json
import socket
import sys


class Client:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(30)
        self.socket.connect(path)
        self.lines = self.socket.makefile("r", encoding="utf-8", newline="\n")
        self.notifications = []
        self.ids = 0

    def send(self, message):
        self.socket.sendall((json.dumps(message) + "\n").encode())

    def receive(self):
        return json.loads(self.lines.readline())

    def notify(self, method, params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def call(self, method, params):
        self.ids += 1
        self.send({"jsonrpc": "2.0", "method": method, "params": params, "id": self.ids})
        while True:
            answer = self.receive()
            if "method" in answer:
                self.notifications.append(answer)
            else:
                assert answer["id"] == self.ids and answer["jsonrpc"] == "2.0", answer
                return answer


client = Client(sys.argv[1])
thing = {"name": "ä€😀", "list": [1, 2.5, None], "nested": {"deep": True}}
assert client.call("echo", thing)["result"] == thing
assert client.call("echo", [2**80, 1e300])["result"] == [2**80, 1e300]
client.notify("echo", thing)
client.notify("nobody.listens", [])

assert client.call("example.countdown", [2])["result"] == "lift-off"
assert [n["params"]["number"] for n in client.notifications] == [2, 1, 0], client.notifications

assert client.call("nobody", [])["error"]["code"] == -32601
invalid = client.call("example.countdown", {"from": "three"})["error"]
assert invalid["code"] == -32602 and '"from"' in invalid["data"], invalid
own = client.call("example.countdown", [-1])["error"]
assert (own["code"], own["data"]) == (1001, {"least": 0, "most": 1000}), own

client.socket.sendall(b"this is not JSON\n")
parse_error = client.receive()
assert parse_error["id"] is None and parse_error["error"]["code"] == -32700, parse_error
assert "at byte" in parse_error["error"]["data"], parse_error

client.send([{"jsonrpc": "2.0", "method": "echo", "params": [i], "id": i} for i in range(100)])
assert [a["result"] for a in client.receive()] == [[i] for i in range(100)]
print("Python: calls, notifications, errors and a batch of 100 are as they should be")
