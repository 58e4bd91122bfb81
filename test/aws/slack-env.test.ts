import { expect, test } from 'vitest';
import { slackEnv } from '../../src/lib/aws/slack-env.ts';
import { slackApps } from '../../src/lib/site/slack-apps.ts';
import { sampleSite } from '../alert/samples.ts';

const SLACK = { channel: '#web', tokenParameter: '/t' };
const APP = { id: 'A1B', team: 'T1A', signingSecretParameter: '/s' };

test('reads the apps that packaging wrote, each workspace by itself with its sites', () => {
  const sites = [
    sampleSite({ name: 'one', slack: { ...SLACK, app: APP } }),
    sampleSite({ name: 'two', slack: { ...SLACK, app: { ...APP, team: 'T2A' } } }),
    sampleSite({ name: 'three', slack: { ...SLACK, app: APP } }),
    sampleSite({ name: 'four', slack: SLACK }),
  ];
  const apps = [
    { ...APP, sites: ['one', 'three'] },
    { ...APP, team: 'T2A', sites: ['two'] },
  ];
  expect(slackApps(sites)).toEqual(apps);
  expect(slackEnv({ HOLDFAST_SLACK_APPS: JSON.stringify(slackApps(sites)) })).toEqual({
    api: 'https://slack.com/api',
    apps,
  });
});

test('knows no app where none is configured, and takes another address of Slack', () => {
  expect(slackEnv({ HOLDFAST_SLACK_API: 'http://127.0.0.1:4000/api/' })).toEqual({
    api: 'http://127.0.0.1:4000/api',
    apps: [],
  });
});

test.each([
  'apps',
  '{}',
  '[null]',
  '[{"id":"A1B"}]',
  '[{"id":"A1B","team":"","signingSecretParameter":"/s","sites":[]}]',
])('refuses %s for apps', (HOLDFAST_SLACK_APPS) => {
  expect(() => slackEnv({ HOLDFAST_SLACK_APPS })).toThrow(
    expect.objectContaining({ code: 'ENV.INVALID', message: expect.stringContaining('HOLDFAST_SLACK_APPS') }),
  );
});
