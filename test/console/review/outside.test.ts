import { expect, it } from 'vitest';
import { parsed } from '../local/parsed.ts';
import { desk } from './desk.ts';

it('records nothing for a site that was taken out of the stack, says so, and leaves the code unused', async () => {
  const one = await desk(undefined, { siteNames: ['other'] });
  const code = await one.code();
  const before = one.everything();
  const answer = await one.post({ code });
  const page = await parsed(answer);
  expect([answer.status, page.text]).toEqual([404, expect.stringMatching(/There is no site demo: it is not in this/)]);
  expect(page.text).toMatch(/Nothing is left to decide/);
  expect(one.everything()).toEqual(before);
});
