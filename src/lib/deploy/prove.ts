import type { Site, Target } from '../site/site.ts';
import { manifest, together } from './inspect-asset.ts';
import type { InspectedPage } from './inspect-page.ts';
import { measured, purgesOf, type Proof } from './proof.ts';
import { purgesFor } from './purge.ts';
import type { Standing } from './standing.ts';

/** An asset as the proof block counts it. */
export interface ProvedAsset {
  readonly path: string;
  readonly plain: string;
  readonly standing: Standing;
  readonly live?: { readonly plain: string; readonly at: string };
}

type What = Proof['target']['what'];

/** The proof block of one page. */
export function provePage(
  site: Site,
  what: What,
  { candidate, now, judged, standing, live }: InspectedPage,
  verified?: Proof['verified'],
): Proof {
  const target = targetOf(site, what);
  const key = target.prefix + candidate.path;
  const bytes = live ?? now.live?.bytes;
  return {
    name: candidate.path,
    local: measured(candidate.plain),
    ...(now.live && { live: { ...measuredLive(now.live, bytes), at: now.live.lastModified } }),
    standing,
    target: { what, bucket: target.bucket, key },
    purges: purgesOf(target, key),
    features: judged.features,
    ...(verified && { verified }),
  };
}

/** The one proof block of all assets; none where there are none. */
export function proveAssets(
  site: Site,
  what: What,
  assets: readonly ProvedAsset[],
  verified?: Proof['verified'],
): Proof[] {
  const [first] = assets;
  if (!first) return [];
  const target = targetOf(site, what);
  const live = assets.flatMap(({ path, live: one }) => (one ? [{ path, ...one }] : []));
  const at = live
    .map((one) => one.at)
    .toSorted()
    .at(-1);
  const many = assets.length > 1;
  return [
    {
      name: many ? `${assets.length} assets` : first.path,
      local: manifest(assets),
      ...(at !== undefined && { live: { ...manifest(live), at } }),
      standing: together(assets.map(({ standing }) => standing)),
      target: { what, bucket: target.bucket, key: many ? target.prefix : target.prefix + first.path },
      purges: purgesFor(
        target,
        assets.map(({ path }) => target.prefix + path),
      ),
      features: { kept: [], gained: [], lost: [] },
      ...(verified && { verified }),
    },
  ];
}

/** Where a site is deployed to; a site without staging has none there. */
function targetOf({ production, staging = { ...production, bucket: '' } }: Site, what: What): Target {
  return what === 'production' ? production : staging;
}

/** A version that is too large to be read is told by what S3 says of it. */
function measuredLive({ sha256, size }: { sha256: string; size: number }, bytes: Uint8Array | undefined) {
  return bytes ? measured(bytes) : { lines: 0, size, md5: 'unknown', sha256 };
}
