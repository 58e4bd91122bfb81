import type { Hono } from 'hono';
import { createConsole } from '../../../src/console/local/app.ts';
import { closedDoor } from '../../../src/console/local/door.ts';
import { apiWorld, fakeApi, type ApiWorld } from './fake-api.ts';

/** Where every console of these tests is. */
export const PORT = 4321;
export const HOST = `127.0.0.1:${PORT}`;

/** The time at which every console of these tests runs. */
const NOW = new Date('2026-03-10T12:00:00.000Z');

/** A console with what its person knows, and what it told the terminal. */
export interface Opened {
  readonly app: Hono;
  readonly world: ApiWorld;
  readonly launch: string;
  readonly faults: unknown[];
}

/** A console that nobody opened yet. Its secrets are different, and the same in every test. */
export function closedConsole(change: Partial<ApiWorld> = {}): Opened {
  const world = apiWorld(change);
  const faults: unknown[] = [];
  let drawn = 0;
  const door = closedDoor((count) => new Uint8Array(count).fill((drawn += 1)));
  const where = {
    stack: 'Account 123456789012, eu-west-1, stage prod',
    as: 'arn:aws:iam::123456789012:user/cb',
    again: 'npx holdfast console',
  };
  const app = createConsole({
    api: fakeApi(world),
    where,
    door,
    port: PORT,
    now: () => NOW,
    fault: (error) => void faults.push(error),
  });
  return { app, world, launch: `/launch/${door.launch}`, faults };
}

/** One request; what `headers` has stands in for what a browser would send. */
export async function send(
  { app }: Pick<Opened, 'app'>,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  init: RequestInit = {},
): Promise<Response> {
  return app.request(`http://${HOST}${path}`, { ...init, headers: { host: HOST, ...headers } });
}

/** The person's browser, in which the console was opened. */
export interface Browser extends Opened {
  readonly cookie: string;
  readonly get: (path: string) => Promise<Response>;
  /** Sends a form as the console's own pages do. */
  readonly post: (path: string, fields: Fields, headers?: Readonly<Record<string, string>>) => Promise<Response>;
}

/** Fields of a form, in order. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** A console that was opened in a browser. */
export async function openConsole(change: Partial<ApiWorld> = {}): Promise<Browser> {
  const opened = closedConsole(change);
  const [cookie = ''] = ((await send(opened, opened.launch)).headers.get('set-cookie') ?? '').split(';');
  const get = (path: string) => send(opened, path, { cookie });
  const token = formTokenOf(await (await get('/sites/demo')).text());
  return {
    ...opened,
    cookie,
    get,
    post(path, fields, headers = { cookie, origin: 'null', 'sec-fetch-site': 'same-origin' }) {
      const form = new URLSearchParams([['form-token', token]]);
      for (const [name, value] of fields) form.append(name, value);
      const body = form.toString();
      return send(opened, path, { ...headers, ...formHeaders(body) }, { method: 'POST', body });
    },
  };
}

/** What every browser says of a form. */
export function formHeaders(body: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  };
}

function formTokenOf(page: string): string {
  return /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? '';
}
