import { createServer } from 'node:http';
import { WHOLE } from './names.ts';
import { startStandIns } from './start-stand-ins.ts';

const [port, endpoint] = process.argv.slice(2);
if (!port || !endpoint) throw new Error('usage: host.ts <port> <endpoint>');
const { standIns } = await startStandIns(endpoint, WHOLE);

// Asked for their addresses, once they listen.
createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ endpoint, standIns }));
}).listen(Number(port), '127.0.0.1');
