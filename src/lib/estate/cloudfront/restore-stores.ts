import { CloudFront, EntityNotFound } from '@aws-sdk/client-cloudfront';
import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Estate } from '../../capture/estate.ts';
import type { Made, Restorer, Step, Target } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import { restored } from '../shared/restored.ts';
import { KeyValues } from './key-values.ts';
import { moved, orMoved } from './moved.ts';
import { TEXTS } from '../../capture/texts.ts';
import { readPairs } from './pairs.ts';

const CONFIG = z.object({ Comment: z.string() });
const OBSERVED = z.object({ ARN: z.string() });

/** Key-value stores by the pairs that differ, on condition of the ETag. */
export const restoreStores: Restorer = {
  after: [],
  async plan(captured, to, estate) {
    const { entry } = captured;
    const name = to.nameOf(entry.service, entry.name);
    const what = `key-value store ${name}`;
    const { Comment } = CONFIG.parse(await captured.json('config.json'));
    const wanted = TEXTS.parse(await captured.json('values.json'));
    const live = await readStore(estate, name);
    const changes = pairChanges(live?.pairs ?? {}, wanted);
    const comment = live && live.comment !== Comment ? [`comment: ${Comment}`] : [];
    const details = [...comment, ...pairLines(changes)];
    if (live && details.length === 0) return [{ kind: 'leave', what, made: await madeOf(captured, live, to) }];
    return [stepOf(captured, { what, name, details, live, wanted, Comment }, to, estate)];
  },
  async remove({ resource: { name } }, estate) {
    const live = await readStore(estate, name);
    if (!live) return;
    const asked = { Name: name, IfMatch: live.etag };
    await estate
      .client(CloudFront)
      .deleteKeyValueStore(asked)
      .catch((error: unknown) => {
        if (!(error instanceof EntityNotFound)) throw error;
      });
  },
};

interface LiveStore {
  readonly arn: string;
  readonly comment: string;
  readonly status: string;
  /** Of the store itself. */
  readonly etag: string;
  /** Of its pairs. */
  readonly pairsEtag: string;
  readonly pairs: Readonly<Record<string, string>>;
}

async function readStore(estate: Estate, Name: string): Promise<LiveStore | undefined> {
  const cloudfront = estate.client(CloudFront);
  const found = await cloudfront.describeKeyValueStore({ Name }).catch((error: unknown) => {
    if (error instanceof EntityNotFound) return undefined;
    throw error;
  });
  if (!found) return undefined;
  const { ARN: arn = '', Comment: comment = '', Status: status = '' } = found.KeyValueStore ?? {};
  const store = { arn, comment, status, etag: found.ETag ?? '' };
  if (status !== 'READY') return { ...store, pairsEtag: '', pairs: {} };
  const values = estate.client(KeyValues);
  const { ETag: pairsEtag = '' } = await values.describeKeyValueStore({ KvsARN: arn });
  return { ...store, pairsEtag, pairs: await readPairs(values, arn) };
}

interface PairChanges {
  readonly puts: readonly { readonly Key: string; readonly Value: string }[];
  readonly deletes: readonly { readonly Key: string }[];
}

function pairChanges(live: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): PairChanges {
  const [before, after] = [new Map(Object.entries(live)), new Map(Object.entries(wanted))];
  return {
    puts: [...after].flatMap(([Key, Value]) => (before.get(Key) === Value ? [] : [{ Key, Value }])),
    deletes: [...before.keys()].flatMap((Key) => (after.has(Key) ? [] : [{ Key }])),
  };
}

const MOST_DETAILS = 100;

/** Keys alone: values may be long. */
function pairLines({ puts, deletes }: PairChanges): readonly string[] {
  const lines = [...puts.map(({ Key }) => `sets ${Key}`), ...deletes.map(({ Key }) => `deletes ${Key}`)];
  const rest = lines.length - MOST_DETAILS;
  return rest > 0 ? [...lines.slice(0, MOST_DETAILS), `… ${rest} more keys`] : lines;
}

interface Planned {
  readonly what: string;
  readonly name: string;
  readonly details: readonly string[];
  readonly live: LiveStore | undefined;
  readonly wanted: Readonly<Record<string, string>>;
  readonly Comment: string;
}

function stepOf(captured: CapturedResource, planned: Planned, to: Target, estate: Estate): Step {
  const { what, name, details, live, Comment } = planned;
  return {
    kind: live ? 'change' : 'create',
    what,
    details,
    async apply(report) {
      const now = (await readStore(estate, name)) ?? (await created(planned, estate));
      if (live && now.comment !== Comment) {
        const asked = { Name: name, Comment, IfMatch: now.etag };
        await estate.client(CloudFront).updateKeyValueStore(asked).catch(orMoved(what));
      }
      await applyPairs(planned, now, report, estate);
      return madeOf(captured, now, to);
    },
  };
}

async function madeOf(captured: CapturedResource, now: LiveStore, to: Target): Promise<Made> {
  const { entry } = captured;
  const seen = OBSERVED.parse(await captured.json('observed.json'));
  return restored(entry, to.nameOf(entry.service, entry.name), to, { [seen.ARN]: now.arn });
}

/** A store is ready within seconds; it is waited for two minutes. */
const LOOKS = 60;
const BETWEEN = 2000;

async function created({ what, name: Name, live, Comment }: Planned, estate: Estate): Promise<LiveStore> {
  if (live) throw moved(what);
  await estate.client(CloudFront).createKeyValueStore({ Name, Comment });
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const made = await readStore(estate, Name);
    if (made?.status === 'READY') return made;
    await estate.wait(BETWEEN);
  }
  throw new HoldfastError('ESTATE.FAILED', `${what} is not ready yet.`, { retryable: true });
}

/** Documented for one request: 50 keys, and 3 MB of them. */
const MOST_KEYS = 50;
const MOST_BYTES = 2_500_000;

async function applyPairs(
  { what, live, wanted }: Planned,
  now: LiveStore,
  report: (done: { objects: number; bytes: number }) => void,
  estate: Estate,
): Promise<void> {
  const { puts, deletes } = pairChanges(now.pairs, wanted);
  if (puts.length + deletes.length === 0) return;
  if (live && now.pairsEtag !== live.pairsEtag) throw moved(what);
  let etag = now.pairsEtag;
  for (const batch of batches(puts, deletes)) {
    const asked = { KvsARN: now.arn, IfMatch: etag, Puts: [...batch.puts], Deletes: [...batch.deletes] };
    const { ETag = '' } = await estate.client(KeyValues).updateKeys(asked).catch(orMoved(what));
    etag = ETag;
    report({ objects: batch.puts.length + batch.deletes.length, bytes: 0 });
  }
}

function batches(puts: PairChanges['puts'], deletes: PairChanges['deletes']): readonly PairChanges[] {
  const made: { puts: PairChanges['puts'][number][]; deletes: PairChanges['deletes'][number][] }[] = [];
  let [keys, bytes] = [MOST_KEYS, 0];
  const room = (more: number) => {
    if (keys >= MOST_KEYS || bytes + more > MOST_BYTES) {
      made.push({ puts: [], deletes: [] });
      [keys, bytes] = [0, 0];
    }
    [keys, bytes] = [keys + 1, bytes + more];
    return made.at(-1);
  };
  for (const put of puts) room(Buffer.byteLength(put.Key) + Buffer.byteLength(put.Value))?.puts.push(put);
  for (const each of deletes) room(Buffer.byteLength(each.Key))?.deletes.push(each);
  return made;
}
