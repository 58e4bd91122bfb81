import { describe, expect, it } from 'vitest';
import { closedDoor } from '../../../src/console/local/door.ts';
import { closedConsole, HOST, openConsole, PORT, send } from './browser.ts';

describe('opening the console', () => {
  it('gives the session to the first browser that brings the launch token, and leads to the start page', async () => {
    const opened = closedConsole();
    const answer = await send(opened, opened.launch);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^holdfast-console-4321=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(opened.launch.slice('/launch/'.length));
    expect((await send(opened, '/', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
  });

  it('gives nothing for a launch token that was used, and says how to open another', async () => {
    const opened = closedConsole();
    await send(opened, opened.launch);
    const answer = await send(opened, opened.launch);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.text()).toContain('<code>npx holdfast console</code>');
  });

  it('leads whoever is in already to the start page by the used address', async () => {
    const browser = await openConsole();
    const answer = await browser.get(browser.launch);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it.each(['/launch/x', '/launch/', `/launch/${'A'.repeat(43)}`, '/launch/%00'])(
    'is not opened by %s',
    async (path) => {
      const opened = closedConsole();
      const answer = await send(opened, path);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect((await send(opened, opened.launch)).status).toBe(303);
    },
  );

  it.each([
    ['a HEAD request', {}, { method: 'HEAD' }],
    ['prefetching', { 'sec-purpose': 'prefetch;prerender' }, {}],
    ['an older way of prefetching', { purpose: 'prefetch' }, {}],
  ])('keeps the launch token through %s', async (_, headers, init) => {
    const opened = closedConsole();
    const ahead = await send(opened, opened.launch, headers, init);
    expect(ahead.headers.get('set-cookie')).toBeNull();
    expect((await send(opened, opened.launch)).headers.get('set-cookie')).not.toBeNull();
  });

  it('has three secrets of 256 bits that are not alike', () => {
    let drawn = 0;
    const door = closedDoor((count) => new Uint8Array(count).fill((drawn += 1)));
    const secrets = [door.launch, door.formToken, door.open(door.launch)];
    expect(new Set(secrets).size).toBe(3);
    for (const secret of secrets) expect(Buffer.from(secret ?? '', 'base64url')).toHaveLength(32);
  });

  it('lets nobody in by the cookie before the launch', () => {
    const knows = closedDoor((count) => new Uint8Array(count));
    const cookie = knows.open(knows.launch);
    expect(closedDoor((count) => new Uint8Array(count)).isInside(cookie)).toBe(false);
    expect(knows.isInside(cookie)).toBe(true);
  });
});

const PATHS = ['/', '/sites/demo', '/sites/demo/tokens', '/incidents/0123456789abcdef0123', '/nowhere'];

describe('without the session', () => {
  it.each(PATHS)('shows nothing of %s', async (path) => {
    const { app, world } = closedConsole();
    const answer = await send({ app }, path, { cookie: `holdfast-console-${PORT}=AQEB` });
    expect(answer.status).toBe(403);
    const page = await answer.text();
    expect(page).toContain('The console is not open in this browser');
    for (const secret of ['123456789012', 'demo', 'arn:aws']) expect(page).not.toContain(secret);
    expect(world.writes).toEqual([]);
  });

  it('takes the cookie of its own port alone', async () => {
    const browser = await openConsole();
    const cookie = browser.cookie.replace(String(PORT), '4322');
    expect((await send(browser, '/', { cookie })).status).toBe(403);
  });
});

describe('the host', () => {
  it.each([HOST, `localhost:${PORT}`])('may be called %s', async (host) => {
    const browser = await openConsole();
    expect((await send(browser, '/', { cookie: browser.cookie, host })).status).toBe(200);
  });

  it.each([
    'evil.example.com',
    `evil.example.com:${PORT}`,
    '127.0.0.1',
    'localhost',
    '127.0.0.1:80',
    `127.0.0.1:${PORT}.evil.example.com`,
    `evil.example.com@127.0.0.1:${PORT}`,
    `127.0.0.2:${PORT}`,
    `[::1]:${PORT}`,
    `0.0.0.0:${PORT}`,
    `127.0.0.1:${PORT}, evil.example.com`,
    '',
  ])('may not be called "%s"', async (host) => {
    const browser = await openConsole();
    const answer = await send(browser, '/', { cookie: browser.cookie, host });
    expect(answer.status).toBe(421);
    expect(await answer.text()).toBe('The console has another address.\n');
  });

  it('is asked for before the launch token is used', async () => {
    const opened = closedConsole();
    expect((await send(opened, opened.launch, { host: 'evil.example.com' })).status).toBe(421);
    expect((await send(opened, opened.launch)).status).toBe(303);
  });
});

describe('every answer', () => {
  it.each([...PATHS, '/incidents/0123456789abcdef0123/preview/rejected', '/incidents/none'])(
    'of %s is for this browser alone',
    async (path) => {
      const browser = await openConsole();
      for (const answer of [
        await browser.get(path),
        await send(browser, path),
        await send(browser, path, { host: 'x' }),
      ]) {
        const { headers } = answer;
        expect(headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(headers.get('content-security-policy')).toMatch(/frame-ancestors '(?:none|self)'/);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('referrer-policy')).toBe('no-referrer');
        expect(headers.get('cache-control')).toBe('no-store');
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    },
  );

  it('lets nobody frame a page', async () => {
    const browser = await openConsole();
    const policy = (await browser.get('/')).headers.get('content-security-policy');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain('script-src');
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('to %s is no', async (method) => {
    const browser = await openConsole();
    const answer = await send(browser, '/', { cookie: browser.cookie, origin: 'https://evil.example.com' }, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });
});
