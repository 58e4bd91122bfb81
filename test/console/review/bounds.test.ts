import { expect, it } from 'vitest';
import { pageWith, world } from '../../world.ts';
import { KEY } from '../../approval/people.ts';
import { parsed } from '../local/parsed.ts';
import { desk } from './desk.ts';

/** Lambda quotas, "Invocation payload": 6 MB, of which this leaves something to what is around the body. */
const MOST_BYTES = 5_500_000;

/** A page that had these lines and a feature, and lost them all. */
async function lost(token: string, line: string) {
  const one = world();
  one.upload(KEY, `${pageWith('HERO', token)}<pre>${`${line}\n`.repeat(1000)}</pre>`);
  await one.look(KEY);
  one.upload(KEY, pageWith('HERO'));
  await one.look(KEY);
  await one.look(KEY);
  return desk(one);
}

it.each([
  ['a feature that stands in it half a million times', 'a', 'a'.repeat(490)],
  ['a feature of some letters in every third place', 'cta', 'cta '.repeat(120)],
  ['quotes', 'CHECKOUT', '"'.repeat(490)],
  ['what is escaped twice', 'CHECKOUT', '\\"&<\t'.repeat(98)],
  ['what cannot be seen', 'CHECKOUT', '\u202e'.repeat(490)],
  ['characters of three bytes', 'CHECKOUT', '\u4e00'.repeat(490)],
])('a page that lost a lot of %s fits into one answer', async (_what, token, line) => {
  const one = await lost(token, line);
  const answer = await one.get();
  const body = await answer.clone().text();
  expect(Buffer.byteLength(JSON.stringify({ statusCode: answer.status, body }))).toBeLessThan(MOST_BYTES);
  const page = await parsed(answer);
  expect(answer.status).toBe(200);
  expect(page.all('.unified tr.gone').length).toBeGreaterThan(100);
  expect(page.all('form button')).toHaveLength(1);
});
