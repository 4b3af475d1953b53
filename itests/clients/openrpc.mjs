// Validates the document of rpc.discover against OpenRPC's published meta-schema, and its schemas against JSON Schema's.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import jsonSchema from '@json-schema-tools/meta-schema';
import openRpc from '@open-rpc/meta-schema';
import Ajv from 'ajv';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';

const socket = connect(process.argv[2]);
const server = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
server.listen();
const document = await server.sendRequest('rpc.discover');
server.end();
socket.end();

// The two name the one for JSON Schema with a slash at the end and without.
const renamed = schema => JSON.parse(JSON.stringify(schema).replaceAll(/meta\.json-schema\.tools\/?/g, 'meta.json-schema.tools/draft'));
const ajv = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false });
ajv.addSchema(renamed(jsonSchema.default));
const validate = ajv.compile(renamed(openRpc.openrpcDocument));
assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
assert.ok(!validate({ ...document, methods: [{ nameless: true }] }), 'the validator takes anything');

// Each schema in the document has to be of use to a validator, with its references.
const plain = new Ajv({ strict: false, validateFormats: false });
for (const method of document.methods) {
    for (const descriptor of [...method.params, method.result]) {
        plain.compile({ ...descriptor.schema, components: document.components });
    }
}
console.log(`OpenRPC: the document of ${document.methods.length} methods is valid: `
    + document.methods.map(method => method.name).join(', '));
