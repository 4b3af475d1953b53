// Drives a server with vscode-jsonrpc, over Content-Length framing: calls, notifies, gets errors and notifications.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { createMessageConnection, ResponseError, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';

const socket = connect(process.argv[2]);
const server = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
const ticks = [];
server.onNotification('example.tick', params => ticks.push(params.number));
server.listen();

const object = { name: 'ä€😀', list: [1, 2.5, null], nested: { deep: true } };
assert.deepEqual(await server.sendRequest('echo', object), object);
assert.deepEqual(await server.sendRequest('echo', 1, 'two', [3]), [1, 'two', [3]]);
await server.sendNotification('echo', object);
await server.sendNotification('nobody.listens', []);

assert.equal(await server.sendRequest('example.countdown', 3), 'lift-off');
assert.deepEqual(ticks, [3, 2, 1, 0]);
assert.equal(await server.sendRequest('example.countdown', { from: 0 }), 'lift-off');
assert.deepEqual(ticks, [3, 2, 1, 0, 0]);

const failure = async (method, ...params) => {
    const error = await server.sendRequest(method, ...params).then(() => assert.fail(method), thrown => thrown);
    assert.ok(error instanceof ResponseError, String(error));
    return error;
};
assert.equal((await failure('nobody')).code, -32601);
const invalid = await failure('example.countdown', 'three');
assert.equal(invalid.code, -32602);
assert.match(invalid.data, /"from"/);
const own = await failure('example.countdown', -1);
assert.deepEqual([own.code, own.data], [1001, { least: 0, most: 1000 }]);

const many = Array.from({ length: 1000 }, (_, i) => server.sendRequest('echo', [i]));
assert.deepEqual((await Promise.all(many)).flat(2), Array.from({ length: 1000 }, (_, i) => i));

server.end();
socket.end();
console.log('vscode-jsonrpc: calls, notifications, errors and 1,000 requests at once are as they should be');
