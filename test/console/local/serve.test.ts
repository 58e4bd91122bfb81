import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveConsole, type Serving } from '../../../src/console/local/serve.ts';
import { apiWorld, fakeApi } from './fake-api.ts';

let serving: Serving;
let port: number;
const world = apiWorld();

beforeAll(async () => {
  let drawn = 0;
  serving = await serveConsole({
    api: fakeApi(world),
    where: { stack: 'a stack', as: 'somebody', again: 'npx holdfast console' },
    port: 0,
    now: () => new Date('2026-03-10T12:00:00.000Z'),
    random: (count) => new Uint8Array(count).fill((drawn += 1)),
    fault: () => undefined,
  });
  port = Number(new URL(serving.address).port);
});
afterAll(() => serving.close());

/** Sends these very lines over a connection of its own, and gives all that comes back. */
async function raw(...lines: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
  return text(socket);
}

const statusOf = (answer: string): string => answer.split(' ')[1] ?? '';

async function cookie(): Promise<string> {
  const answer = await fetch(serving.address, { redirect: 'manual' });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

describe('a console that listens', () => {
  it('does so on this machine alone', async () => {
    const others = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    const outside = others.filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside) {
      await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow('fetch failed');
    }
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(403);
  });

  it.each([
    ['another host', ['GET / HTTP/1.1', 'Host: evil.example.com', 'Connection: close'], '421'],
    ['another port', ['GET / HTTP/1.1', 'Host: 127.0.0.1:1', 'Connection: close'], '421'],
    ['no host', ['GET / HTTP/1.1', 'Connection: close'], '400'],
    ['no host in an old request', ['GET / HTTP/1.0'], '400'],
    ['no request at all', ['hello'], '400'],
  ])('answers %s with no page', async (_, lines, status) => {
    const answer = await raw(...lines);
    expect(statusOf(answer)).toBe(status);
    expect(answer).not.toContain('<html');
  });

  it('goes by the Host header, whatever stands in the request line', async () => {
    const target = `GET http://127.0.0.1:${port}/ HTTP/1.1`;
    expect(statusOf(await raw(target, 'Host: evil.example.com', 'Connection: close'))).toBe('421');
  });

  it('opens, and takes no form whose length it does not know', async () => {
    const held = await cookie();
    expect(held).not.toBe('');
    const head = [
      'POST /sites/demo/unpause HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      `Cookie: ${held}`,
      'Sec-Fetch-Site: same-origin',
      'Content-Type: application/x-www-form-urlencoded',
      'Connection: close',
    ];
    expect(statusOf(await raw(...head, 'Transfer-Encoding: chunked', '', '0'))).toBe('413');
    expect(statusOf(await raw(...head, 'Content-Length: 99999999'))).toBe('413');
    expect(statusOf(await raw(...head, 'Content-Length: 4', 'Transfer-Encoding: chunked', '', '0'))).toBe('400');
    const body = `form-token=${'AwMD'.repeat(10)}AwM`;
    expect(statusOf(await raw(...head, `Content-Length: ${body.length}`, '', body))).toBe('303');
    expect(world.writes).toEqual([['unpause', 'demo', undefined]]);
  });
});

it('says that a port cannot be had', async () => {
  const again = { api: fakeApi(world), where: { stack: '', as: '', again: '' }, port, random: () => new Uint8Array(1) };
  await expect(serveConsole({ ...again, now: () => new Date(0), fault: () => undefined })).rejects.toMatchObject({
    code: 'CONSOLE.PORT',
    hint: 'Leave out --port to take any that is free.',
  });
});
