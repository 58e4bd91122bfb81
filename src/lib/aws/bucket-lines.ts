import { jsonLines } from '../capture/captured-resource.ts';
import { bytesOf, listed, putIf, textOf, type BucketPlace } from './bucket-place.ts';

const ENDING = '.ndjson';
const PART = /^\d{8}\.ndjson$/;

/** JSON lines in numbered objects below a prefix: S3 cannot append. */
export interface BucketLines {
  readonly last: unknown;
  readonly lines: number;
  /** What is appended while a write goes on is written together with the next one. */
  readonly append: (lines: readonly unknown[]) => Promise<void>;
  /** All bytes so far, in order. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/** Opens them; `earlier` gets every line that is there. `refused` is thrown where somebody else writes there, too. */
export async function bucketLines(
  place: BucketPlace,
  prefix: string,
  { earlier, refused }: { earlier?: (line: unknown) => void; refused: () => Error },
): Promise<BucketLines> {
  let last: unknown;
  let lines = 0;
  for await (const line of jsonLines(allBytes(place, prefix))) {
    earlier?.(line);
    last = line;
    lines += 1;
  }
  let next = Number((await partsOf(place, prefix)).at(-1)?.slice(prefix.length, -ENDING.length) ?? -1) + 1;
  let waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;
  // After a part that was not written, none is: what follows would stand without it.
  const write = async () => {
    queued = undefined;
    const text = waiting.join('');
    waiting = [];
    const key = `${prefix}${String(next).padStart(8, '0')}${ENDING}`;
    next += 1;
    if ((await putIf(place, key, Buffer.from(text), { IfNoneMatch: '*' })) !== undefined) return;
    // A try whose answer was lost may have written it.
    if ((await textOf(place, key))?.text !== text) throw refused();
  };
  return {
    last,
    lines,
    async append(more) {
      if (more.length === 0) return;
      waiting.push(...more.map((line) => `${JSON.stringify(line)}\n`));
      queued ??= writing.then(write);
      writing = queued;
      await queued;
    },
    bytes: () => allBytes(place, prefix),
  };
}

async function* allBytes(place: BucketPlace, prefix: string): AsyncIterable<Uint8Array> {
  for (const key of await partsOf(place, prefix)) yield* bytesOf(place, key);
}

/** Their names are numbers of one length: S3 lists them in order. */
async function partsOf(place: BucketPlace, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of listed(place, prefix)) if (PART.test(key.slice(prefix.length))) keys.push(key);
  return keys;
}
