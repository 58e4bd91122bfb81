import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareKeys } from '../../src/lib/estate/s3/key-order.ts';
import { inOrder } from '../../src/lib/estate/s3/in-order.ts';
import { mergeJoin } from '../../src/lib/estate/s3/merge-join.ts';
import { objectPath } from '../../src/lib/estate/s3/object-path.ts';
import { excludes, OPTIONS } from '../../src/lib/estate/s3/options.ts';

/** Keys as S3 takes them, those that go wrong more often than not among them. */
const key = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  fc
    .array(fc.constantFrom('..', '.', '', 'a', '%', '%2E', '~', '\0', '\u202E', '\u{10FFFF}', '\uFFFF', 'é', '\\'), {
      minLength: 1,
      maxLength: 600,
    })
    .map((names) => names.join('/') || 'a'),
  fc.string({ unit: fc.constantFrom('a', '/', '%', '\u{1F600}', '\n'), minLength: 1, maxLength: 1000 }),
);

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

it('gives different keys different paths, of names that every file system takes', () => {
  fc.assert(
    fc.property(key, key, (one, other) => {
      const [at, beside] = [objectPath(one), objectPath(other)];
      if (one !== other) expect(at).not.toBe(beside);
      expect(Buffer.byteLength(at)).toBeLessThanOrEqual(800);
      for (const name of at.split('/')) {
        expect(name).not.toMatch(/^\.{0,2}$|[\p{C}\\:*?"<>|]/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      }
    }),
    { numRuns: 3000 },
  );
});

it('leaves plain keys as they are', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9_-]{1,20}(?:\/[a-z0-9._ü-]{3,20}){0,5}$/), (plain) => {
      expect(objectPath(plain)).toBe(plain);
    }),
  );
});

it('tells keys apart that only their ends tell apart', () => {
  const long = `${'x'.repeat(1000)}/`;
  const paths = ['a', 'b', '', '/'].map((end) => objectPath(long + end));
  expect(new Set(paths).size).toBe(4);
});

it('orders keys as their bytes of UTF-8 are ordered', () => {
  fc.assert(
    fc.property(key, key, (one, other) => {
      const bytes = Buffer.compare(Buffer.from(one), Buffer.from(other));
      expect(Math.sign(compareKeys(one, other))).toBe(bytes);
    }),
    { numRuns: 3000 },
  );
});

it('joins two orders without losing or doubling anything', async () => {
  const keys = fc.uniqueArray(key, { maxLength: 30 }).map((found) => found.toSorted(compareKeys));
  await fc.assert(
    fc.asyncProperty(keys, keys, async (ones, others) => {
      const joined = await all(mergeJoin(each(ones), each(others), compareKeys));
      const union = [...new Set([...ones, ...others])].toSorted(compareKeys);
      expect(joined.map(({ one, other }) => one ?? other)).toEqual(union);
      for (const { one, other } of joined) {
        expect(one !== undefined).toBe(ones.includes(one ?? other));
        expect(other !== undefined).toBe(others.includes(one ?? other));
      }
    }),
  );
});

it('hands results on in the order of what they were made of, with no more begun than the window', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), async (delays, window) => {
      let begun = 0;
      let most = 0;
      const results = await all(
        inOrder(each([...delays.entries()]), window, async ([at, turns]) => {
          most = Math.max(most, (begun += 1));
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          begun -= 1;
          return at;
        }),
      );
      expect(results).toEqual([...delays.keys()]);
      expect(most).toBeLessThanOrEqual(window);
    }),
  );
});

it('ends what was begun before it fails', async () => {
  let running = 0;
  const work = async (at: number, signal: AbortSignal) => {
    running += 1;
    for (let turn = 0; turn < 20 && !signal.aborted; turn += 1) await new Promise(setImmediate);
    running -= 1;
    if (at === 1) throw new Error('of the second');
    return at;
  };
  await expect(all(inOrder(each([0, 1, 2, 3]), 4, work))).rejects.toThrow('of the second');
  expect(running).toBe(0);
});

it('excludes by globs as aws s3 sync does, and what is kept apart', () => {
  const left = (options: object, ...keys: string[]) =>
    keys.filter((each) => !excludes('b', OPTIONS.parse(options))(each));
  expect(
    left({}, 'logs/a', 'logs/a/b', 'logs', 'x/logs/a', '.git/config', '.gitignore', 'previous-snapshots/1/2'),
  ).toEqual(['logs', 'x/logs/a', '.gitignore']);
  expect(left({ exclude: ['*.tmp'] }, 'logs/a', 'a/b\nc.tmp', '.tmp')).toEqual(['logs/a']);
  const apart = [
    { bucket: 'b', prefix: 'kept/' },
    { bucket: 'other', prefix: '' },
  ];
  expect(left({ apart }, 'kept/store/1', 'kept', 'x')).toEqual(['kept', 'x']);
  expect(OPTIONS.safeParse({ exclude: ['[a'] }).success).toBe(false);
  expect(OPTIONS.safeParse({ bucket: ['a'] }).success).toBe(false);
});
