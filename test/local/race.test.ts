import { S3Client } from '@aws-sdk/client-s3';
import { expect, inject, it } from 'vitest';
import { s3TargetBucket } from '../../src/lib/aws/s3-target-bucket.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { newBucket, s3World } from '../contract/s3-world.ts';
import { exampleSite, pageWith } from '../world.ts';
import { deployer } from './race-deployer.ts';

const ROUNDS = 200;
const PAGE = 'index.html';

const { endpoint, region } = inject('stack');
const s3 = new S3Client({
  endpoint,
  region,
  forcePathStyle: true,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});

/** Both are at the question before either goes on. */
function startingLine(): () => Promise<'go'> {
  const { promise, resolve } = Promise.withResolvers<'go'>();
  let waiting = 0;
  return () => {
    waiting += 1;
    if (waiting === 2) resolve('go');
    return promise;
  };
}

it(
  `never loses an update when two promote one page at once, ${ROUNDS} times, and the loser is told`,
  { timeout: 900_000 },
  async () => {
    const course = {
      s3,
      production: (await s3World(s3, 'versioned')).name,
      staging: await newBucket(s3),
      snapshots: await newBucket(s3),
    };
    const production = { bucket: course.production, prefix: '', distributions: [], originPath: '' };
    const site = { ...exampleSite(), production };
    const [ann, ben] = [deployer('ann', site, course), deployer('ben', site, course)];
    const bucket = s3TargetBucket(course.production, { s3, now: () => new Date() });
    const first = pageWith('HERO');
    const headers = { contentType: 'text/html', metadata: {} };
    await bucket.write(PAGE, { bytes: Buffer.from(first), headers, storedAs: {} }, { ifNoneMatch: true });

    const madeFrom = new Map<string, string>();
    const done: string[] = [];
    let live = first;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const base = sha256(live);
      const textOf = (who: string) => pageWith('HERO').replace('Sail', `Sail, says ${who} in round ${round}`);
      for (const each of [ann, ben]) {
        await each.stage(PAGE, textOf(each.name), base);
        madeFrom.set(sha256(textOf(each.name)), base);
      }
      const line = startingLine();
      const ended = await Promise.all(
        [ann, ben].map(async (each) => ({ each, outcome: await each.promote(PAGE, line) })),
      );
      const winners = ended.filter(({ outcome }) => outcome.exitCode === 0);
      const losers = ended.filter(({ outcome }) => outcome.exitCode === 5);
      expect([winners.length, losers.length]).toEqual([1, 1]);
      const [winner, loser] = [winners[0]?.each.name ?? '', losers[0]];
      expect(loser?.outcome.text).toContain('Lost a race: somebody else wrote to production');
      expect(loser?.outcome.text).toMatch(
        new RegExp(`index.html was written at .* by .*user/${winner} .*: 1 line gone, 1 line new`),
      );
      expect(loser?.outcome.value).toMatchObject({ done: false, written: [], lost: [{ path: PAGE }] });
      live = textOf(winner);
      done.push(sha256(live));
    }

    const history: string[] = [];
    for await (const { versionId } of bucket.versions(PAGE)) {
      const version = await bucket.get(PAGE, versionId, Infinity);
      history.unshift(version?.sha256 ?? 'gone');
    }
    expect(history).toEqual([sha256(first), ...done]);
    expect(history.slice(1).map((version) => madeFrom.get(version))).toEqual(history.slice(0, -1));
  },
);
