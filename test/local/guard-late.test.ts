import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { remakeWithoutVersioning } from './guard-bucket.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const GOOD = pageWith(['HERO', 'CHECKOUT']);
const STALE = pageWith(['HERO'], 'An old copy');

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-late');
  await holdfast('protect', 'guard-late', '--undo');
  const Key = { pk: 'SITE#guard-late', sk: 'SITE' };
  await guest.aws.table.send(new DeleteCommand({ TableName: guest.stack.table, Key }));
  await remakeWithoutVersioning(guest.aws.s3, guest.site.bucket);
});

it('guards pages that were there before the guard', async () => {
  await guest.put('index.html', pageWith(['ANCIENT']));
  await guest.put('index.html', GOOD);
  await holdfast('protect', 'guard-late');
  await guest.untilAccepted('index.html', GOOD);
  expect(await guest.incidents()).toEqual([]);

  await guest.put('index.html', STALE);
  const incident = await guest.untilIncident('index.html', 'restored');
  await guest.untilServed('index.html', GOOD);
  expect(incident.findings).toMatchObject([{ code: 'token.lost', token: 'CHECKOUT' }]);
  expect(await guest.quarantined(incident.version.identity)).toEqual(Buffer.from(STALE));
});

/** Runs a command as a person at a terminal does. */
async function holdfast(...words: string[]): Promise<void> {
  const root = path.resolve(import.meta.dirname, '..', '..');
  const dir = path.dirname(guest.stack.inbox);
  const env = { ...process.env, HOLDFAST_CONFIG: path.join(dir, 'holdfast.yml'), HOLDFAST_LOCAL_DIR: dir };
  const args = [path.join(root, 'src', 'cli', 'main.ts'), ...words, '--yes', '--local'];
  await promisify(execFile)(process.execPath, args, { cwd: root, env });
}
