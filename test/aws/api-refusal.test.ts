import { expect, test } from 'vitest';
import { apiRefusal } from '../../src/lib/aws/api-refusal.ts';

const problem = (reason: string) =>
  JSON.stringify({ type: `urn:holdfast:problem:${reason}`, title: 'x', status: 409, detail: 'It is not so.' });

test.each([
  [
    'state',
    '/v1/incidents/1f2e3d4c/override',
    'Look at the incident as it is now: npx holdfast incidents show 1f2e3d4c',
  ],
  [
    'moved-on',
    '/stage/v1/incidents/1f2e3d4c/restore',
    'Look at the incident as it is now: npx holdfast incidents show 1f2e3d4c',
  ],
  ['state', '/v1/sites/demo/retired', 'See what is retired: npx holdfast status demo'],
  ['state', '/v1/sites/demo/allowances', 'See what is allowed: npx holdfast allowances demo'],
  ['state', '/v1/sites/demo/pauses', 'See how the site stands: npx holdfast status demo'],
  ['state', '/v1/sites/%1B%5B2J/retired', undefined],
  ['conflict', '/v1/sites/demo/retired', 'Run it again.'],
])('tells where to look after %s of %s', (reason, path, hint) => {
  expect(apiRefusal(409, problem(reason), { method: 'POST', path })).toMatchObject({ message: 'It is not so.', hint });
});
