import { SSMClient } from '@aws-sdk/client-ssm';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ssmSlackSecrets } from '../../src/lib/aws/slack-secrets.ts';

let server: Server;
let reads: string[];
let stored: Map<string, string>;
let down: boolean;
let time: number;

beforeEach(async () => {
  [reads, stored, down, time] = [[], new Map([['/demo/secret', ' of-yesterday\n']]), false, 0];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { Name, WithDecryption }: { Name: string; WithDecryption: boolean } = JSON.parse(
        String(Buffer.concat(chunks)),
      );
      reads.push(Name);
      const Value = WithDecryption ? stored.get(Name) : 'encrypted';
      response.writeHead(down ? 500 : Value === undefined ? 400 : 200, {
        'content-type': 'application/x-amz-json-1.1',
      });
      response.end(
        JSON.stringify(Value === undefined ? { __type: 'ParameterNotFound' } : { Parameter: { Name, Value } }),
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterEach(async () => {
  await new Promise((done) => server.close(done));
});

function secrets() {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const endpoint = `http://127.0.0.1:${address.port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SSMClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  return ssmSlackSecrets({ ssm: async () => client, clock: () => time });
}

const KEPT = { fresh: false };
const FRESH = { fresh: true };

test('keeps a secret for five minutes', async () => {
  const kept = secrets();
  expect(await kept.read('/demo/secret', KEPT)).toEqual({ kind: 'secret', value: 'of-yesterday' });
  stored.set('/demo/secret', 'of-today');
  time = 299_999;
  expect(await kept.read('/demo/secret', KEPT)).toMatchObject({ value: 'of-yesterday' });
  time = 300_000;
  expect(await kept.read('/demo/secret', KEPT)).toMatchObject({ value: 'of-today' });
  expect(reads).toHaveLength(2);
});

test('reads it anew when asked, but at most every half minute', async () => {
  const kept = secrets();
  await kept.read('/demo/secret', KEPT);
  stored.set('/demo/secret', 'of-today');
  time = 30_000;
  expect(await kept.read('/demo/secret', FRESH)).toMatchObject({ value: 'of-today' });
  for (let asked = 0; asked < 1000; asked += 1) await kept.read('/demo/secret', FRESH);
  expect(reads).toHaveLength(2);
});

test('asks no more often for a secret that is not there', async () => {
  const kept = secrets();
  const gone = { kind: 'refused', reason: 'the parameter /other cannot be read: ParameterNotFound' };
  for (let asked = 0; asked < 100; asked += 1) expect(await kept.read('/other', FRESH)).toEqual(gone);
  expect(reads).toHaveLength(1);
});

test.each(['', 'two words', 'non-ascii-ü'])('takes %j for no secret', async (value) => {
  stored.set('/demo/secret', value);
  expect(await secrets().read('/demo/secret', KEPT)).toEqual({
    kind: 'refused',
    reason: 'the parameter /demo/secret holds no secret',
  });
});

test('throws, and keeps nothing, while SSM is down', async () => {
  const kept = secrets();
  down = true;
  await expect(kept.read('/demo/secret', KEPT)).rejects.toMatchObject({ code: 'PARAMETER.BUSY', retryable: true });
  down = false;
  expect(await kept.read('/demo/secret', KEPT)).toMatchObject({ kind: 'secret' });
});
