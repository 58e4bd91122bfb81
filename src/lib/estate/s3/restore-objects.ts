import { S3 } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Estate } from '../../capture/estate.ts';
import type { Step, Target } from '../../capture/restore.ts';
import { shortText } from '../../capture/short-text.ts';
import { inOrder } from './in-order.ts';
import { moved } from './moved.ts';
import type { ObjectLine } from './object-line.ts';
import { excludes, optionsOf } from './options.ts';
import { MOST_PATHS, purge, type Purges } from './purge.ts';
import { putObject } from './put-object.ts';
import type { Place } from './restore-place.ts';
import { survey, type Surveyed } from './survey.ts';

/** So many objects are named in a plan; the others are counted. */
const NAMED = 20;
/** Objects that are written side by side; each is held in memory up to the length of a part. */
const AT_ONCE = 8;

export interface ObjectsDeps {
  readonly captured: CapturedResource;
  readonly place: Place;
  readonly to: Target;
  readonly estate: Estate;
  readonly purges: Purges;
}

/** The steps that bring objects back: one that writes what is missing or differs, one for what the capture does not have. */
export async function objectSteps(deps: ObjectsDeps): Promise<readonly Step[]> {
  const plan = await planned(deps);
  const what = `objects of ${deps.captured.entry.name}${elsewhere(deps)}`;
  const { missing, changed, unavailable } = plan;
  const steps: Step[] = [];
  // What a run wrote that was killed before it purged is not known any more.
  const whole = deps.purges.length > 0 && deps.to.interrupted?.has(what) === true;
  if (missing.count + changed.count === 0 && !whole) steps.push({ kind: 'leave', what });
  else
    steps.push({
      kind: 'change',
      what,
      details: detailsOf(plan, deps, whole),
      apply: async (report) => {
        const made = await applied(plan, deps, whole, report);
        deps.to.interrupted?.delete(what);
        return made;
      },
    });
  if (unavailable.count > 0)
    steps.push({
      kind: 'impossible',
      what: `${unavailable.count} objects whose bytes were not captured`,
      details: unavailable.names,
      why: 'They were archived, encrypted with a key of the client, or not fetched: restore them by S3 itself.',
    });
  return steps;
}

/** Where they go, unless it is the bucket that they came from. */
function elsewhere({ captured, place: { bucket, prefix } }: ObjectsDeps): string {
  return prefix === '' && bucket === captured.entry.name ? '' : ` into ${bucket}${prefix === '' ? '' : `/${prefix}`}`;
}

interface Some {
  count: number;
  bytes: number;
  readonly names: string[];
}

interface Planned {
  readonly missing: Some;
  readonly changed: Some;
  readonly unavailable: Some;
  readonly extra: Some;
  /** Which live object of which ETag is to be replaced: some 40 bytes each, whatever their keys. */
  readonly seen: Set<number>;
  /** Of all that is to be written. */
  readonly digest: string;
  readonly keys: readonly string[];
}

async function planned({ captured, place, estate }: ObjectsDeps): Promise<Planned> {
  const [missing, changed, unavailable, extra] = [none(), none(), none(), none()];
  const seen = new Set<number>();
  const digest = createHash('sha256');
  const keys: string[] = [];
  const excluded = excludes(place.bucket, optionsOf(estate));
  const add = (to: Some, bytes: number, name: string) => {
    to.count += 1;
    to.bytes += bytes;
    if (to.names.length < NAMED) to.names.push(name);
  };
  for await (const each of survey(captured, place, estate)) {
    if (each.is === 'same') continue;
    if (each.is === 'extra') {
      if (!excluded(each.live.key)) add(extra, each.live.size, shortText(each.live.key));
      continue;
    }
    const name = shortText(each.line.key);
    const size = each.line.size ?? 0;
    if (each.is === 'unavailable') add(unavailable, size, `${name}: ${each.why}`);
    else {
      digest.update(`${each.is} ${JSON.stringify([each.line.key, each.is === 'changed' ? each.live.etag : ''])}\n`);
      if (keys.length <= MOST_PATHS) keys.push(each.line.key);
      if (each.is === 'missing') add(missing, size, `missing ${name}`);
      else {
        add(changed, size, `changed ${name}: ${each.why}`);
        seen.add(markOf(each.line.key, each.live.etag));
      }
    }
  }
  return { missing, changed, unavailable, extra, seen, digest: digest.digest('hex').slice(0, 12), keys };
}

function none(): Some {
  return { count: 0, bytes: 0, names: [] };
}

/** 48 bits that stand for a key with an ETag. */
function markOf(key: string, etag: string): number {
  return createHash('sha256').update(`${etag} ${key}`).digest().readUIntBE(0, 6);
}

function detailsOf(
  { missing, changed, extra, digest }: Planned,
  { purges }: ObjectsDeps,
  whole: boolean,
): readonly string[] {
  const named = [...missing.names, ...changed.names].slice(0, NAMED);
  const rest = missing.count + changed.count - named.length;
  return [
    `${missing.count} missing, ${changed.count} changed, ${missing.bytes + changed.bytes} bytes (list ${digest})`,
    ...named,
    ...(rest > 0 ? [`and ${rest} more`] : []),
    // The sign for "cut" in it says that this line may change: a live bucket gets new objects at any time.
    ...(extra.count > 0
      ? [`not in the capture, left as they are: ${extra.count}, ${extra.names.slice(0, 5).join(', ')} …`]
      : []),
    ...purges.map(
      ({ id }) =>
        `then CloudFront distribution ${id} is purged${whole ? ' as a whole: an earlier run did not end' : ''}`,
    ),
  ];
}

async function applied(
  plan: Planned,
  { captured, place, to, estate, purges }: ObjectsDeps,
  whole: boolean,
  report: (done: { objects: number; bytes: number }) => void,
) {
  const put = { s3: estate.client(S3, place.region), bucket: place.bucket, idOf: (id: string) => to.idOf(id) };
  const write = async (each: Surveyed): Promise<ObjectLine | undefined> => {
    if (each.is !== 'missing' && each.is !== 'changed') return undefined;
    const { line } = each;
    const { key, size: bytes = 0, sha256 = '' } = line;
    if (each.is === 'changed' && !plan.seen.has(markOf(key, each.live.etag))) return line;
    const onlyIf = each.is === 'changed' ? { etag: each.live.etag } : 'absent';
    const at = { ...put, key: place.prefix + key };
    if ((await putObject(line, captured.blob({ sha256, bytes }), onlyIf, at)) === 'lost') return line;
    report({ objects: 1, bytes });
    return undefined;
  };
  const lost: string[] = [];
  const now = { ...place, exists: true };
  try {
    for await (const line of inOrder(survey(captured, now, estate), AT_ONCE, write))
      if (line && lost.length < NAMED) lost.push(shortText(line.key));
  } finally {
    // Also of what was written before something failed.
    await purge(
      purges,
      { keys: plan.keys, all: !whole && plan.keys.length <= MOST_PATHS, reference: captured.entry.name },
      estate,
    );
  }
  if (lost.length > 0) throw moved(`What is at ${lost.join(', ')}`);
  return place.made;
}
