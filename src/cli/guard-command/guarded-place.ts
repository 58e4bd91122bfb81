import type { Site } from '../../lib/site/site.ts';
import { UNKNOWN } from './shell-scan.ts';

/** A place that is written by Holdfast alone. */
export interface GuardedPlace {
  readonly site: string;
  readonly what: 'production' | 'staging';
  readonly bucket: string;
  readonly prefix: string;
}

/** What a command would write to, as far as its words tell; `unknown`: they do not. */
export type Target = { readonly bucket: string; readonly key: string } | 'unknown';

/** A write by a storage tool: what was asked of it, and of what. */
export interface Write {
  /** E.g. `aws s3 cp`. */
  readonly asked: string;
  readonly targets: readonly Target[];
}

/** The guarded places of the configured sites. */
export function guardedPlaces(
  sites: readonly { readonly name: string; readonly production: Place; readonly staging?: Place | undefined }[],
): readonly GuardedPlace[] {
  return sites.flatMap(({ name, production, staging }) => [
    { site: name, what: 'production' as const, bucket: production.bucket, prefix: production.prefix },
    ...(staging ? [{ site: name, what: 'staging' as const, bucket: staging.bucket, prefix: staging.prefix }] : []),
  ]);
}

type Place = Pick<Site['production'], 'bucket' | 'prefix'>;

/** The guarded place that a write to this target may reach: its key may be the beginning of others. */
export function placeOf(target: Target, places: readonly GuardedPlace[]): GuardedPlace | undefined {
  if (target === 'unknown') return undefined;
  const [known = ''] = target.key.split(UNKNOWN);
  return places.find(
    ({ bucket, prefix }) => bucket === target.bucket && (known.startsWith(prefix) || prefix.startsWith(known)),
  );
}

/** The target of `s3://bucket/key`; `undefined` for what is no such address, whatever the shell puts there. */
export function s3Target(word: string): Target | undefined {
  const [, path] = /^s3:\/\/([\s\S]*)$/i.exec(word) ?? [];
  if (path !== undefined) return pathTarget(path);
  const [known = ''] = word.split(UNKNOWN);
  return word.includes(UNKNOWN) && 's3://'.startsWith(known) ? 'unknown' : undefined;
}

/** The target of `bucket/key`. An access point leads to a bucket that its name does not tell; braces, to several. */
export function pathTarget(path: string): Target {
  const [bucket = ''] = path.split('/');
  if (bucket === '' || /[\0{]/.test(bucket) || bucket.startsWith('arn:') || /-s3alias$|--ol-s3$/.test(bucket))
    return 'unknown';
  return { bucket, key: path.slice(bucket.length + 1) };
}
