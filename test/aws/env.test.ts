import { expect, test } from 'vitest';
import { incidentEnv, requestEnv, sweepEnv, uploadEnv } from '../../src/lib/aws/env.ts';

const SITES = [{ name: 'demo', bucket: 'demo-prod', prefix: 'www/' }];

const SET = {
  HOLDFAST_STAGE: 'prod',
  HOLDFAST_TABLE: 'holdfast-prod',
  HOLDFAST_QUEUE_URL: 'https://sqs.us-west-2.amazonaws.com/111122223333/uploads',
  HOLDFAST_SNAPSHOTS: 'holdfast-prod-snapshots',
  HOLDFAST_TOPIC_ARN: 'arn:aws:sns:us-west-2:111122223333:alerts',
  HOLDFAST_UNTOLD_URL: 'https://sqs.us-west-2.amazonaws.com/111122223333/untold',
  HOLDFAST_API_URL: 'https://a1b2c3d4e5.execute-api.us-west-2.amazonaws.com',
  HOLDFAST_SITES: JSON.stringify(SITES),
};

test('reads what each function is told', () => {
  expect(uploadEnv(SET)).toEqual({
    stage: 'prod',
    table: 'holdfast-prod',
    queueUrl: SET.HOLDFAST_QUEUE_URL,
    snapshots: 'holdfast-prod-snapshots',
    sites: SITES,
  });
  expect(sweepEnv(SET).sites).toEqual(SITES);
  expect(requestEnv(SET)).toEqual({ ...uploadEnv(SET), api: SET.HOLDFAST_API_URL });
  expect(incidentEnv(SET)).toEqual({
    stage: 'prod',
    table: 'holdfast-prod',
    snapshots: 'holdfast-prod-snapshots',
    topicArn: SET.HOLDFAST_TOPIC_ARN,
    untoldUrl: SET.HOLDFAST_UNTOLD_URL,
    slackApi: 'https://slack.com/api',
    api: SET.HOLDFAST_API_URL,
  });
});

test('takes another address of Slack, without its last slash', () => {
  expect(incidentEnv({ ...SET, HOLDFAST_SLACK_API: 'http://127.0.0.1:4000/api/' }).slackApi).toBe(
    'http://127.0.0.1:4000/api',
  );
});

const OF_INCIDENTS = ['HOLDFAST_TOPIC_ARN', 'HOLDFAST_UNTOLD_URL', 'HOLDFAST_API_URL'];

test.each(OF_INCIDENTS)('names %s when on-incident misses it', (name) => {
  expect(() => incidentEnv({ ...SET, [name]: '' })).toThrow(expect.objectContaining({ code: 'ENV.INVALID' }));
});

test('names HOLDFAST_API_URL when on-request misses it, or when it is no address', () => {
  for (const HOLDFAST_API_URL of ['', 'holdfast']) {
    expect(() => requestEnv({ ...SET, HOLDFAST_API_URL })).toThrow(/HOLDFAST_API_URL/);
  }
});

test.each(Object.keys(SET).filter((name) => !OF_INCIDENTS.includes(name)))('names %s when it is missing', (name) => {
  for (const value of [undefined, '']) {
    expect(() => uploadEnv({ ...SET, [name]: value })).toThrow(
      expect.objectContaining({ code: 'ENV.INVALID', message: expect.stringContaining(name) }),
    );
  }
});

test.each([
  'demo',
  '{}',
  '[null]',
  '[{"name":"demo","bucket":"b"}]',
  '[{"name":"","bucket":"b","prefix":""}]',
  '[{"name":"demo","bucket":"","prefix":""}]',
  '[{"name":"demo","bucket":"b","prefix":"www"}]',
])('refuses %s for sites', (HOLDFAST_SITES) => {
  expect(() => uploadEnv({ ...SET, HOLDFAST_SITES })).toThrow(
    expect.objectContaining({ code: 'ENV.INVALID', message: expect.stringContaining('HOLDFAST_SITES') }),
  );
});

test('refuses what is no address of Slack', () => {
  expect(() => incidentEnv({ ...SET, HOLDFAST_SLACK_API: 'slack' })).toThrow(/HOLDFAST_SLACK_API/);
});
