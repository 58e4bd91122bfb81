import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Refused } from '../../src/lib/alert/channels.ts';
import { slackChannel } from '../../src/lib/aws/slack-channel.ts';
import { paragraph } from '../../src/lib/alert/slack-blocks.ts';

type Answer = { status?: number; headers?: Record<string, string>; body: unknown };
interface Got {
  readonly method: string;
  readonly token: string;
  readonly body: Record<string, unknown>;
}

const TARGET = { channel: '#alerts', tokenParameter: '/demo/slack' };
const POST = { channel: 'C1', ts: '1.2' };
const MESSAGE = { text: 'hello', blocks: [paragraph('hello', 100)] };
const OK: Answer = { body: { ok: true, channel: 'C1', ts: '1.2' } };

let server: Server;
let answers: Answer[];
let got: Got[];
let time: number;
let tokens: string[];

beforeEach(async () => {
  [answers, got, time, tokens] = [[], [], 0, ['good']];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString());
      got.push({ method: request.url ?? '', token: request.headers.authorization ?? '', body });
      const answer = answers.shift() ?? OK;
      response.writeHead(answer.status ?? 200, answer.headers);
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterEach(async () => {
  await new Promise((done) => server.close(done));
});

// Time passes only by waiting, so that what is waited for can be seen.
function channel() {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return slackChannel(`http://127.0.0.1:${address.port}`, {
    fetch: globalThis.fetch,
    clock: () => time,
    sleep: async (ms) => void (time += ms),
    tokens: {
      async read(parameter, { fresh }): Promise<{ kind: 'token'; token: string } | Refused> {
        const token = fresh ? tokens[1] : tokens[0];
        return token === undefined ? { kind: 'refused', reason: `no ${parameter}` } : { kind: 'token', token };
      },
    },
  });
}

const at = { by: new Date(20_000) };

test('posts with the token, without unfurling, and remembers where', async () => {
  expect(await channel().post(TARGET, MESSAGE, at)).toEqual({ kind: 'sent', post: POST });
  expect(got).toEqual([
    {
      method: '/chat.postMessage',
      token: 'Bearer good',
      body: expect.objectContaining({
        channel: '#alerts',
        text: 'hello',
        unfurl_links: false,
        unfurl_media: false,
      }),
    },
  ]);
});

test('replies under a post, and replaces it', async () => {
  await channel().post(TARGET, MESSAGE, { ...at, thread: POST });
  await channel().update(TARGET, POST, MESSAGE, at);
  expect(got.map(({ method, body }) => [method, body['channel'], body['thread_ts'], body['ts']])).toEqual([
    ['/chat.postMessage', 'C1', '1.2', undefined],
    ['/chat.update', 'C1', undefined, '1.2'],
  ]);
});

test('waits as long as Slack says', async () => {
  answers = [{ status: 429, headers: { 'retry-after': '7' }, body: '' }];
  expect(await channel().post(TARGET, MESSAGE, at)).toMatchObject({ kind: 'sent' });
  expect(time).toBe(7000);
});

test('does not wait beyond its time', async () => {
  answers = [{ status: 429, headers: { 'retry-after': '30' }, body: '' }];
  await expect(channel().post(TARGET, MESSAGE, at)).rejects.toMatchObject({ code: 'SLACK.DOWN', retryable: true });
  expect(time).toBe(0);
});

test('sends nothing that it could not wait for', async () => {
  const late = { by: new Date(999) };
  await expect(channel().post(TARGET, MESSAGE, late)).rejects.toMatchObject({ code: 'SLACK.DOWN', retryable: true });
  expect(got).toEqual([]);
});

test('tries a failing Slack again, and gives up within its time', async () => {
  answers = [{ status: 503, body: 'busy' }, { body: { ok: false, error: 'internal_error' } }];
  expect(await channel().post(TARGET, MESSAGE, at)).toMatchObject({ kind: 'sent' });
  answers = Array.from({ length: 20 }, () => ({ status: 500, body: '' }));
  await expect(channel().post(TARGET, MESSAGE, at)).rejects.toMatchObject({ code: 'SLACK.DOWN' });
  expect(time).toBeLessThan(20_000);
});

test('throws a retryable error when nobody answers', async () => {
  const slack = channel();
  await new Promise((done) => server.close(done));
  await expect(slack.post(TARGET, MESSAGE, at)).rejects.toMatchObject({ code: 'SLACK.DOWN', retryable: true });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

test('reads the token again when Slack does not know it', async () => {
  tokens = ['old', 'new'];
  answers = [{ body: { ok: false, error: 'invalid_auth' } }];
  expect(await channel().post(TARGET, MESSAGE, at)).toMatchObject({ kind: 'sent' });
  expect(got.map(({ token }) => token)).toEqual(['Bearer old', 'Bearer new']);
});

test.each([
  ['a token that stays unknown', 'invalid_auth', 2],
  ['an unknown channel', 'channel_not_found', 1],
])('is refused for %s', async (_, error, calls) => {
  tokens = ['old', 'new'];
  answers = Array.from({ length: 3 }, () => ({ body: { ok: false, error } }));
  expect(await channel().post(TARGET, MESSAGE, at)).toEqual({ kind: 'refused', reason: error });
  expect(got).toHaveLength(calls);
});

test('is refused without a token, and by an answer that is none', async () => {
  tokens = [];
  expect(await channel().post(TARGET, MESSAGE, at)).toEqual({ kind: 'refused', reason: 'no /demo/slack' });
  tokens = ['good'];
  answers = [{ status: 404, body: '<html>' }, { body: { ok: true } }];
  expect(await channel().post(TARGET, MESSAGE, at)).toEqual({ kind: 'refused', reason: 'http_404' });
  expect(await channel().post(TARGET, MESSAGE, at)).toMatchObject({ kind: 'refused' });
});

test('says when there is nothing to replace', async () => {
  answers = [{ body: { ok: false, error: 'message_not_found' } }];
  expect(await channel().update(TARGET, POST, MESSAGE, at)).toEqual({ kind: 'gone' });
});
