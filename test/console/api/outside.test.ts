import { describe, expect, it } from 'vitest';
import { everything } from '../../approval/people.ts';
import { office } from './office.ts';

const json = { reason: 'because' };
const until = '2026-03-02T09:00:00.000Z';
const PAGE = 'page=index.html';

/** Everything that writes, on a site that the table still knows and the stack does not have any more. */
const WRITES: [request: string, body: object | undefined][] = [
  ['POST /v1/incidents/{id}/override', json],
  ['POST /v1/incidents/{id}/dismiss', json],
  ['POST /v1/incidents/{id}/override', { ...json, scope: 'deploy' }],
  ['POST /v1/incidents/{id}/links', { for: 'web-lead@example.com' }],
  ['POST /v1/sites/demo/pauses', { ...json, until }],
  ['DELETE /v1/sites/demo/pauses', undefined],
  ['POST /v1/sites/demo/allowances', { ...json, until, page: 'index.html', tokens: ['HERO'] }],
  [`DELETE /v1/sites/demo/allowances/0123456789ab?${PAGE}`, undefined],
  ['POST /v1/sites/demo/retired', { ...json, kind: 'token', name: 'HERO' }],
  ['DELETE /v1/sites/demo/retired?kind=token&name=OLD_BANNER', undefined],
];

describe('a site that was taken out of the stack', () => {
  it.each(WRITES)('takes no %s %j: nobody would carry it out', async (request, body) => {
    const one = office({ siteNames: ['other'] });
    const { id } = await one.undone();
    const before = everything(one);
    const answer = await one.ask('approver', request.replace('{id}', id), { json: body });
    expect(answer).toMatchObject({ status: 404, body: { type: 'urn:holdfast:problem:unknown' } });
    expect(answer.body.detail).toBe('There is no site demo: it is not in this stack, or was never applied.');
    expect(everything(one)).toEqual(before);
  });
});
