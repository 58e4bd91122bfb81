import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { ownFunction, type OwnFunction } from './calls-function.ts';
import { countingProxy, type CountingProxy } from './calls-proxy.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const MOST_CALLS = 8;
const QUIET_MS = 2000;

let guest: Outsider;
let proxy: CountingProxy;
let own: OwnFunction;

beforeAll(async () => {
  guest = await outsiderAt('guard-calls');
  proxy = await countingProxy(guest.stack.endpoint);
  own = await ownFunction(guest, { stage: inject('stack').stage, name: 'guard-calls', aws: proxy.endpoint });
  const first = pageWith(['HERO', 'CHECKOUT'], 'First');
  await guest.put('index.html', first);
  await guest.untilAccepted('index.html', first);
  await untilQuiet();
});

afterAll(async () => {
  await own.remove();
  await proxy.close();
});

it.each([
  ['keeps its features', ['HERO', 'CHECKOUT']],
  ['gains a feature', ['HERO', 'CHECKOUT', 'REFERRAL']],
])('takes at most eight AWS calls for a clean upload that %s', async (what, tokens) => {
  proxy.calls.length = 0;
  const next = pageWith(tokens, what);
  await guest.put('index.html', next);
  await guest.untilAccepted('index.html', next);
  await untilQuiet();
  const calls = proxy.calls.map(({ method, path, target }) => target ?? `${method} ${path.replace(/\?.*/, '')}`);
  for (const call of [
    /^PUT .*accepted\/guard-calls\//,
    /^GET .*history\/guard-calls\//,
    /^PUT .*history\/guard-calls\//,
  ]) {
    expect(calls).toContainEqual(expect.stringMatching(call));
  }
  expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(MOST_CALLS);
});

/** Done is when nothing more is asked for. */
async function untilQuiet(): Promise<void> {
  for (let before = -1; before !== proxy.calls.length;) {
    before = proxy.calls.length;
    await sleep(QUIET_MS);
  }
}
