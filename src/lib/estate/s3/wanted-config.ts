import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Target } from '../../capture/restore.ts';
import { isSecretReference } from '../../capture/secrets.ts';
import { CONFIG, configOf, type BucketConfig } from './bucket-config.ts';
import { DRILL_TAG, type Place } from './restore-place.ts';

/** Parts that a drill leaves out: they would make a copy call, feed or copy to what is live. */
const OUTWARD = ['logging', 'notifications', 'replication'] as const;

/** How a bucket is to be configured where it goes: what it refers to by its name there, secrets still by reference. */
export async function wantedConfig(captured: CapturedResource, place: Place, to: Target): Promise<BucketConfig> {
  const config = configOf(await captured.json(CONFIG));
  const own = new RegExp(`^(arn:[\\w-]+:s3:::)${escaped(captured.entry.name)}(?=/|$)`);
  const named = (text: string) =>
    own.test(text) ? text.replace(own, (_, arn) => `${arn}${place.bucket}`) : to.idOf(text);
  const wanted = configOf(mapped(config, named));
  const { logging } = wanted;
  if (isLogging(logging)) wanted.logging = { ...logging, TargetBucket: to.nameOf('s3', logging.TargetBucket) };
  if (to.drill === undefined) return wanted;
  for (const part of OUTWARD) delete wanted[part];
  return { ...wanted, tagging: { ...Object(wanted.tagging), [DRILL_TAG]: to.drill } };
}

export const DRILL_DIFFERS = [
  ...OUTWARD.map((part) => [`${CONFIG}#${part}*`, 'a copy must not call, feed or copy to what is live'] as const),
  [`${CONFIG}#tagging*`, `the copy has the tag ${DRILL_TAG}, by which it is taken away again`],
  ['*#versions*', 'only what is current is put back; older versions stay in the capture'],
] as const;

/** Every text of a document, changed; references to secrets stay as they are. */
function mapped(value: unknown, text: (text: string) => string): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((each) => mapped(each, text));
  if (value === null || typeof value !== 'object' || isSecretReference(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapped(each, text)]));
}

function isLogging(value: unknown): value is { readonly TargetBucket: string } {
  return (
    typeof value === 'object' && value !== null && 'TargetBucket' in value && typeof value.TargetBucket === 'string'
  );
}

function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
