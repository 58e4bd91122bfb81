import { printable, shortened } from '../../src/cli/printable.ts';
import { reportOf } from '../../src/lib/capture/report.ts';
import { entryOf } from './entry-of.ts';

/** What a name may hold that somebody chose who means no good. */
export const HOSTILE_NAME = `<script>document.title='ran'</script>"'><img src=x onerror="document.title='ran'">\u202E\u0007`;

const SERVICES = [
  ['s3', 'S3 buckets'],
  ['lambda', 'Lambda functions'],
  ['dynamodb', 'DynamoDB tables'],
  ['sns', 'SNS topics'],
].map(([name = '', title = '']) => ({ name, title }));

/** A report of a capture with names that try everything, a failure, and one that is gone. */
export function sampleReport(): Promise<string> {
  const error = { code: 'ESTATE.DENIED', message: `AccessDenied: ${HOSTILE_NAME}`, hint: `Grant it. ${HOSTILE_NAME}` };
  const resources = [
    ...Array.from({ length: 20 }, (_, at) =>
      entryOf('s3', `sails-${at}`, {
        objects: 1000 + at,
        bytes: 3e9 / (at + 1),
        reused: 1e9 / (at + 1),
        seconds: 90 / (at + 1),
      }),
    ),
    entryOf('lambda', HOSTILE_NAME, { bytes: 5e9, seconds: 200 }),
    entryOf('lambda', 'x'.repeat(300), { bytes: 4e9 }),
    entryOf('dynamodb', HOSTILE_NAME, { status: 'failed', error }),
    entryOf('lambda', `${HOSTILE_NAME} gone`, { status: 'gone' }),
  ];
  const heading = {
    name: '2026-03-10T12-00-00Z',
    account: '111122223333',
    regions: ['us-east-1', 'eu-central-1'],
    services: [],
    startedAt: '2026-03-10T12:00:00.000Z',
    previous: HOSTILE_NAME,
  };
  const sums = { found: 1, listed: true, done: 1, failed: 0, objects: 0, bytes: 0, reused: 0 };
  return reportOf(heading, resources, {
    services: SERVICES,
    progress: SERVICES.map(({ name: service }, at) => ({ service, ...sums, seconds: 100 / (at + 1) })),
    now: new Date('2026-03-10T12:03:20.000Z'),
    shown: (text) => printable(shortened(text, 200)),
  });
}
