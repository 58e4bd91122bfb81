import { describe, expect, it } from 'vitest';
import { createApp } from '../../../src/console/app.ts';
import { INCIDENT_DETAIL } from '../../../src/lib/api/incident-shapes.ts';
import { DECISIONS } from '../../../src/lib/incident/decisions.ts';
import { decideNewest, IN_STATE, KEY, newest, STALE, type World } from '../../approval/people.ts';
import { requestModel } from '../../fakes/request-model.ts';
import { exampleSite, pageWith, siteRecord } from '../../world.ts';

const STATES = ['restored', 'observed', 'superseded', 'undecided', 'contested', 'overridden', 'dismissed'] as const;

/** An incident as the API tells it in full. */
async function detailOf(one: World, id: string) {
  const userArn = 'arn:aws:sts::123456789012:assumed-role/deployer/ci';
  const app = createApp(requestModel(one).deps);
  const answer = await app.request(`/v1/incidents/${id}`, {}, { requestContext: { authorizer: { iam: { userArn } } } });
  return INCIDENT_DETAIL.parse(await answer.json());
}

/** Somebody uploads a good version, edited from the one that was accepted last. */
async function goesOn(one: World, ...tokens: string[]): Promise<void> {
  one.upload(KEY, pageWith(...(one.page(KEY)?.baseline?.tokens ?? []), ...tokens));
  await one.look(KEY);
}

describe.each(STATES)('an incident that is %s', (state) => {
  it.each(['as it is', 'after a newer version'] as const)(
    'offers what goes through, and nothing else, %s',
    async (when) => {
      for (const what of DECISIONS) {
        const one = await IN_STATE[state]();
        const id = newest(one);
        if (when !== 'as it is') await goesOn(one, 'REFERRAL', 'NEW');
        expect(newest(one)).toBe(id);
        const { open } = await detailOf(one, id);
        const { kind } = await decideNewest(one, what);
        expect([what, open.includes(what)]).toEqual([what, kind === 'recorded']);
      }
    },
  );
});

it.each([
  [
    'restored',
    /^The upload was rejected\. A newer version was accepted on 2\S+Z and is the baseline since\. To have it/,
  ],
  ['observed', /was left live, because the site only observes \(policy\.mode\)\. A newer version was accepted on/],
  [
    'undecided',
    /^The guard could not judge this upload and left it live\. A newer version was accepted on [^.]+\.\S+ and is the baseline since\.$/,
  ],
  ['overridden', /^The guard was overruled by .+ Reason: because\. A newer version was accepted on/],
  ['dismissed', /^The incident was dismissed by .+ Reason: because\. A newer version was accepted on/],
] as const)('says of one that was %s that a newer version is the baseline since', async (state, says) => {
  const one = await IN_STATE[state]();
  const id = newest(one);
  await goesOn(one, 'NEW');
  const { meaning } = await detailOf(one, id);
  expect(meaning).toMatch(says);
  expect(meaning).not.toMatch(/live again|is the baseline now|It stays live|override/);
});

it('says the same as the alert while the page is as the incident left it', async () => {
  const one = await IN_STATE.restored();
  const { meaning, open } = await detailOf(one, newest(one));
  expect(meaning).toMatch(/^The upload was rejected and the baseline is live again\..+override/);
  expect(open).toEqual(['override', 'dismiss']);
});

it('offers nothing on what is no page of the site any more', async () => {
  const one = await IN_STATE.restored();
  one.table.putSite({ ...siteRecord({ ...exampleSite(), pages: ['blog/**/*.html'] }), rev: 9 });
  expect(await detailOf(one, newest(one))).toMatchObject({ open: [] });
  expect(one.served(KEY)).not.toBe(STALE);
});
