import { S3, type BucketLocationConstraint } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { changeLine } from '../../capture/change-line.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import type { Estate } from '../../capture/estate.ts';
import { keyOf, type Resource } from '../../capture/resource.ts';
import type { Step, Target } from '../../capture/restore.ts';
import { isSecretReference, type SecretReference } from '../../capture/secrets.ts';
import { HoldfastError } from '../../errors.ts';
import { CONFIG, readConfig, type BucketConfig, type Hide } from './bucket-config.ts';
import { PARTS, type PartName } from './config-parts.ts';
import { regionOf } from './list-buckets.ts';
import { moved } from './moved.ts';
import { DRILL_TAG, type Place } from './restore-place.ts';

/** What comes after the objects: it would tell of each of them, copy each of them, or forbid to write them. */
const LAST: readonly PartName[] = ['notifications', 'replication', 'policy'];

/** A bucket's configuration as it is live, and the values of what is secret in it. */
interface Live {
  readonly config: BucketConfig;
  readonly secrets: ReadonlyMap<string, string>;
}

export interface ConfigDeps {
  readonly place: Place;
  readonly wanted: BucketConfig;
  /** The bucket that was captured: a drill's copy takes its secrets from there, where it is live still. */
  readonly captured: Resource;
  readonly to: Target;
  readonly estate: Estate;
}

/** The two steps of a bucket itself: before its objects come, where it is made as well, and after them. */
export async function configSteps(
  deps: ConfigDeps,
): Promise<{ readonly first: readonly Step[]; readonly last: readonly Step[] }> {
  const live = deps.place.exists ? await liveConfig(deps) : undefined;
  return { first: [firstStep(live, deps)], last: await lastSteps(live, deps) };
}

function firstStep(live: Live | undefined, deps: ConfigDeps): Step {
  const { place, estate } = deps;
  const names = PARTS.map(({ name }) => name).filter((name) => !LAST.includes(name));
  if (live) return partsStep(`bucket ${place.bucket}: configuration`, names, live, deps);
  const configured = names.filter((name) => deps.wanted[name] !== undefined);
  return {
    kind: 'create',
    what: `bucket ${place.bucket}: configuration`,
    details: [`in ${place.region}`, ...configured],
    apply: async () => {
      await createBucket(deps);
      const now = await liveConfig(deps);
      await writeParts(names, now, deps, estate.client(S3, place.region));
      return place.made;
    },
  };
}

async function lastSteps(live: Live | undefined, deps: ConfigDeps): Promise<readonly Step[]> {
  const { place, wanted } = deps;
  const known = live ?? { config: {}, secrets: await liveSecrets(deps) };
  const missing = await unknownSecrets(wanted.policy, known, deps.to);
  const open = missing.length > 0 && differs('policy', known.config, wanted);
  const names = LAST.filter((name) => name !== 'policy' || !open);
  const step = partsStep(`bucket ${place.bucket}: notifications, replication, policy`, names, known, deps);
  if (!open) return [step];
  const named = missing.map(({ ref }) => ref).join(', ');
  const why = `The value of ${named} is not known: give it in a file with --secrets-file.`;
  return [step, { kind: 'impossible', what: `bucket ${place.bucket}: policy`, why }];
}

function partsStep(what: string, names: readonly PartName[], live: Live, deps: ConfigDeps): Step {
  const { place, wanted, estate } = deps;
  const changed = names.filter((name) => differs(name, live.config, wanted));
  if (changed.length === 0) return { kind: 'leave', what };
  return {
    kind: 'change',
    what,
    details: changed.flatMap((name) =>
      compareDocuments(CONFIG, { [name]: live.config[name] }, { [name]: wanted[name] }).map(changeLine),
    ),
    apply: async () => {
      const now = await liveConfig(deps);
      for (const name of changed)
        if (differs(name, now.config, live.config) && differs(name, now.config, wanted))
          throw moved(`The ${name} of the bucket ${place.bucket}`);
      await writeParts(changed, now, deps, estate.client(S3, place.region));
      return place.made;
    },
  };
}

async function writeParts(
  names: readonly PartName[],
  live: Live,
  { place, wanted, to }: ConfigDeps,
  s3: S3,
): Promise<void> {
  for (const { name, write } of PARTS)
    if (names.includes(name) && differs(name, live.config, wanted))
      await write(s3, place.bucket, await revealed(wanted[name], live, to));
}

/** Whether a part as it is differs from how it should be. */
function differs(name: PartName, is: BucketConfig, wanted: BucketConfig): boolean {
  const should = name === 'versioning' ? attainable(is.versioning, wanted.versioning) : wanted[name];
  return compareDocuments(name, { value: is[name] }, { value: should }).length > 0;
}

const VERSIONING = z.object({ Status: z.string().optional(), MFADelete: z.string().optional() });

/** Versioning can be suspended, never taken away, and MFA delete asks for a device that only its owner has. */
function attainable(is: unknown, wanted: unknown): unknown {
  const { Status, MFADelete } = VERSIONING.parse(is ?? {});
  const { Status: should = Status && 'Suspended' } = VERSIONING.parse(wanted ?? {});
  return should === Status ? is : { Status: should, MFADelete };
}

async function liveConfig(deps: ConfigDeps): Promise<Live> {
  const { place, estate } = deps;
  const secrets = new Map(await liveSecrets(deps));
  const config = await readConfig(place.bucket, estate.client(S3, place.region), hiding(secrets, deps));
  return { config, secrets };
}

/** In a drill, what is secret in the bucket that is live beside the copy. It is read only where something has to be known. */
async function liveSecrets(deps: ConfigDeps): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>();
  const { captured, wanted, to, estate } = deps;
  if (to.drill === undefined || referencesIn(wanted).length === 0) return secrets;
  const region = await regionOf(captured.name, estate);
  if (region !== undefined) await readConfig(captured.name, estate.client(S3, region), hiding(secrets, deps));
  return secrets;
}

function hiding(secrets: Map<string, string>, { captured, to }: ConfigDeps): Hide {
  return async (name, value) => {
    const reference = to.secrets.hide(`${keyOf(captured)}/${name}`, value);
    secrets.set(reference.secret, value);
    return reference;
  };
}

async function createBucket({ place, to, estate }: ConfigDeps): Promise<void> {
  const s3 = estate.client(S3, place.region);
  const where = hasName(place.region) ? { CreateBucketConfiguration: { LocationConstraint: place.region } } : {};
  try {
    await s3.createBucket({ Bucket: place.bucket, ...where });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'BucketAlreadyOwnedByYou') throw takenOr(error, place.bucket);
    if (to.drill !== undefined) throw moved(`The bucket ${place.bucket}`);
  }
  const TagSet = [{ Key: DRILL_TAG, Value: to.drill }];
  if (to.drill !== undefined) await s3.putBucketTagging({ Bucket: place.bucket, Tagging: { TagSet } });
}

/** The oldest region is the one that has no name here (API reference, CreateBucket). */
function hasName(region: string): region is BucketLocationConstraint {
  return region !== 'us-east-1';
}

function takenOr(error: unknown, bucket: string): unknown {
  if (!(error instanceof Error) || error.name !== 'BucketAlreadyExists') return error;
  const hint = 'Restore it under another name with --rename.';
  return new HoldfastError('RESTORE.TAKEN', `The bucket name ${bucket} belongs to somebody else.`, {
    hint,
    cause: error,
  });
}

function referencesIn(value: unknown): readonly SecretReference[] {
  if (isSecretReference(value)) return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(referencesIn);
}

async function unknownSecrets(value: unknown, live: Live, to: Target): Promise<readonly SecretReference[]> {
  const missing: SecretReference[] = [];
  for (const reference of referencesIn(value))
    if (!live.secrets.has(reference.secret) && (await to.secret(reference)) === undefined) missing.push(reference);
  return missing;
}

/** A part with its secrets, out of the restore's or as they are live. */
async function revealed(value: unknown, live: Live, to: Target): Promise<unknown> {
  if (isSecretReference(value)) return (await to.secret(value)) ?? live.secrets.get(value.secret);
  if (Array.isArray(value)) return Promise.all(value.map((each) => revealed(each, live, to)));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(async ([name, each]) => [name, await revealed(each, live, to)]);
  return Object.fromEntries(await Promise.all(entries));
}
