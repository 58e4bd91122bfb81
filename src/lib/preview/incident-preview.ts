import type { Incident } from '../incident/incident.ts';
import { decodeBytes } from '../page/decode-bytes.ts';
import type { Content } from '../site/bucket.ts';
import { classify } from '../site/glob.ts';
import { DEFAULT_LIMITS } from '../site/policy.ts';
import type { Registry } from '../site/registry.ts';
import type { Site } from '../site/site.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { DELETED } from '../site/version.ts';
import type { ReadAsset } from './assets.ts';
import { previewOf } from './preview.ts';
import { reasonDocument } from './preview-document.ts';

/** Both versions of an incident that can be looked at. */
export const PREVIEW_SIDES = ['rejected', 'baseline'] as const;

/** One of them. */
export type PreviewSide = (typeof PREVIEW_SIDES)[number];

/** What previews are made from. */
export interface PreviewDeps {
  readonly registry: Pick<Registry, 'read'>;
  readonly snapshots: Pick<Snapshots, 'get'>;
  /** A live object of the site's production bucket, if it has at most so many bytes. */
  readonly asset: (
    site: Site,
    key: string,
    maxBytes: number,
  ) => Promise<
    { readonly bytes: Uint8Array; readonly contentType?: string; readonly contentEncoding?: string } | undefined
  >;
  readonly log: { readonly error: (message: string, details: Readonly<Record<string, unknown>>) => void };
}

/**
 * One side of an incident as a document of its own, to be served with `previewHeaders`; with the style sheets and images
 * that are live now. Never fails: what is missing or cannot be read is said in the document.
 */
export async function incidentPreview(incident: Incident, side: PreviewSide, deps: PreviewDeps): Promise<string> {
  try {
    const { site: name, key } = incident;
    const { site } = await deps.registry.read({ site: name, key });
    const kept = await versionOf(incident, side, deps);
    if ('reason' in kept) return reasonDocument(kept.reason);
    const prefix = site?.config.production.prefix ?? '';
    return await previewOf({ key, prefix, bytes: kept.bytes, headers: kept.headers }, assetsOf(site?.config, deps));
  } catch (error) {
    deps.log.error('A preview could not be made', { incident: incident.id, side, error });
    return reasonDocument('There is no preview: what it needs could not be read just now. Load this page again.');
  }
}

async function versionOf(
  { site, version, baseline }: Incident,
  side: PreviewSide,
  { snapshots }: PreviewDeps,
): Promise<Content | { readonly reason: string }> {
  const identity = side === 'rejected' ? version.identity : baseline?.identity;
  if (identity === undefined) return { reason: 'There is no earlier version of this page.' };
  if (identity === DELETED) return { reason: 'There is nothing to show: the page was deleted.' };
  const [first, second] = side === 'rejected' ? (['rejected', 'accepted'] as const) : (['accepted'] as const);
  const kept = await snapshots.get(first, site, identity);
  const found = kept ?? (second && (await snapshots.get(second, site, identity)));
  return found ?? { reason: 'The bytes of this version are not in the snapshot store (any more).' };
}

function assetsOf(site: Site | undefined, { asset }: PreviewDeps): ReadAsset {
  return async (key, maxBytes) => {
    // whoever may see the incident may see what visitors load, and nothing else that is in the bucket
    if (!site || classify(site, key) === 'other') return undefined;
    const found = await asset(site, key, maxBytes);
    if (!found) return undefined;
    const decoding = decodeBytes(found.bytes, found.contentEncoding, { ...DEFAULT_LIMITS, decodedBytes: maxBytes });
    return decoding.kind === 'decoded' ? { bytes: decoding.bytes, contentType: found.contentType } : undefined;
  };
}
