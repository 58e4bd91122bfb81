import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { holdfast } from './command-line.ts';
import { remakeWithoutVersioning } from './guard-bucket.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const GOOD = pageWith(['HERO', 'CHECKOUT']);
const STALE = pageWith(['HERO'], 'An old copy');

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-late');
  await protect('--undo');
  const Key = { pk: 'SITE#guard-late', sk: 'SITE' };
  await guest.aws.table.send(new DeleteCommand({ TableName: guest.stack.table, Key }));
  await remakeWithoutVersioning(guest.aws.s3, guest.site.bucket);
});

it('guards pages that were there before the guard', async () => {
  await guest.put('index.html', pageWith(['ANCIENT']));
  await guest.put('index.html', GOOD);
  await protect();
  await guest.untilAccepted('index.html', GOOD);
  expect(await guest.incidents()).toEqual([]);

  await guest.put('index.html', STALE);
  const incident = await guest.untilIncident('index.html', 'restored');
  await guest.untilServed('index.html', GOOD);
  expect(incident.findings).toMatchObject([{ code: 'token.lost', token: 'CHECKOUT' }]);
  expect(await guest.quarantined(incident.version.identity)).toEqual(Buffer.from(STALE));
});

async function protect(...words: string[]): Promise<void> {
  const ended = await holdfast(path.dirname(guest.stack.inbox), 'protect', 'guard-late', ...words, '--yes');
  expect(ended).toMatchObject({ exitCode: 0 });
}
