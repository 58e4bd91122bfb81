import type { LookQueue } from './site/look-queue.ts';
import type { PageRecord } from './site/page-record.ts';
import type { Site } from './site/site.ts';
import { classify } from './site/glob.ts';
import { MOVE_WINDOW_MS } from './verdict/gained-elsewhere.ts';

/** What a sweep compares of a page's record; its allowances are for those who ask how the site stands. */
export type PageSummary = Pick<PageRecord, 'ref' | 'seen' | 'open' | 'purge' | 'contested' | 'justRestored'> & {
  readonly baselineIdentity?: string;
  readonly allowances?: PageRecord['allowances'];
};

/** A live object as listed. */
export interface LiveObject {
  readonly key: string;
  readonly etag: string;
  readonly lastModified: string;
}

export interface SweepDeps {
  /** Live objects under the site's prefix, by key in UTF-8 order, beginning after a key. */
  readonly objects: (after: string | undefined) => AsyncIterable<LiveObject>;
  /** The site's page records, by key in UTF-8 order, beginning after a key. */
  readonly pages: (after: string | undefined) => AsyncIterable<PageSummary>;
  readonly queue: LookQueue;
  /** Remembers how far the sweep came; without `after` it is through. */
  readonly save: (progress: Progress & { readonly after?: string }) => Promise<void>;
  readonly now: () => Date;
  /** Milliseconds that are left; the sweep stops in time and goes on from its cursor at the next run. */
  readonly timeLeft: () => number;
}

/** Pages compared, and those among them that a look was asked for. */
export interface Progress {
  readonly compared: number;
  readonly asked: number;
}

/** What one run did; not `finished` when its time ran out, and the next one goes on. */
export type Swept = Progress & { readonly finished: boolean };

const CHUNK = 1000;
const STOP_BEFORE_MS = 30_000;

/**
 * The net below the notices: walks what is live and what is known of it side by side, and asks for a look at every page
 * where the two differ or something is still open. Reads page records, never page bytes.
 */
export async function sweep(site: Site, from: string | undefined, deps: SweepDeps): Promise<Swept> {
  let compared = 0;
  let asked = 0;
  let chunk: string[] = [];
  const flush = async (after?: string) => {
    await deps.queue.ask(chunk.map((key) => ({ site: site.name, key })));
    asked += chunk.length;
    chunk = [];
    await deps.save({ compared, asked, after });
  };
  for await (const [key, object, page] of sideBySide(deps.objects(from), deps.pages(from))) {
    compared++;
    if (classify(site, key) === 'page' && needsLook(object, page, deps.now())) chunk.push(key);
    if (compared % CHUNK !== 0) continue;
    await flush(key);
    if (deps.timeLeft() < STOP_BEFORE_MS) return { compared, asked, finished: false };
  }
  await flush();
  return { compared, asked, finished: true };
}

/** Whether the live object is not what was last looked at, or something of the page is still open. */
export function needsLook(object: LiveObject | undefined, page: PageSummary | undefined, now: Date): boolean {
  if (!page) return object !== undefined;
  if (page.open.length > 0 || page.purge !== undefined) return true;
  if (page.justRestored && now.getTime() - Date.parse(page.justRestored.at) <= MOVE_WINDOW_MS) return true;
  const { seen } = page;
  const seenLive = object
    ? seen.etag === object.etag && seen.lastModified === object.lastModified
    : seen.etag === undefined;
  if (!seenLive) return true;
  // The live version is known and not the baseline: lawful only while a person is asked.
  return seen.identity !== page.baselineIdentity && seen.kind !== 'undecided' && page.contested === undefined;
}

async function* sideBySide(
  objects: AsyncIterable<LiveObject>,
  pages: AsyncIterable<PageSummary>,
): AsyncGenerator<[key: string, object: LiveObject | undefined, page: PageSummary | undefined]> {
  const left = objects[Symbol.asyncIterator]();
  const right = pages[Symbol.asyncIterator]();
  let [object, page] = await Promise.all([left.next(), right.next()]);
  while (!object.done || !page.done) {
    const order = object.done ? 1 : page.done ? -1 : compareKeys(object.value.key, page.value.ref.key);
    const live = order <= 0 && !object.done ? object.value : undefined;
    const known = order >= 0 && !page.done ? page.value : undefined;
    yield [live?.key ?? known?.ref.key ?? '', live, known];
    if (live) object = await left.next();
    if (known) page = await right.next();
  }
}

/** S3 lists and DynamoDB sorts by UTF-8 bytes; JavaScript compares UTF-16 units, which differ beyond U+FFFF. */
function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
