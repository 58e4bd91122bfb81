import { GetObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from 'vitest';
import { decodeMemory } from '../../src/lib/history/encode-memory.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-on');
});

/** Which versions of a page are remembered, newest first. */
async function remembered(key: string): Promise<string[]> {
  const { aws, site, stack } = guest;
  const at = { Bucket: stack.buckets.snapshots, Key: `history/${site.name}/${sha256(key)}` };
  const { Body } = await aws.s3.send(new GetObjectCommand(at));
  return [...(decodeMemory((await Body?.transformToByteArray()) ?? new Uint8Array())?.identities ?? [])];
}

it('remembers what was accepted, as the role of on-upload lets it', async () => {
  const key = 'remembered/ä b.html';
  const identities: string[] = [];
  for (const edition of ['First', 'Second', 'Third']) {
    const page = pageWith(['HERO'], edition);
    await guest.put(key, page);
    identities.unshift((await guest.untilAccepted(key, page)).identity);
  }
  expect(await remembered(key)).toEqual(identities);
});
