import type { Judged, Production } from '../../lib/deploy/judge-candidate.ts';
import { plainBytes } from '../../lib/deploy/inspect-page.ts';
import { manifest } from '../../lib/deploy/inspect-asset.ts';
import { weighDeps } from '../../lib/deploy/inspect-deps.ts';
import { productionNow } from '../../lib/deploy/production-now.ts';
import { measured, purgesOf, type Proof } from '../../lib/deploy/proof.ts';
import { purgesFor } from '../../lib/deploy/purge.ts';
import type { RollbackPlan, Undone } from '../../lib/deploy/plan-rollback.ts';
import type { Site } from '../../lib/site/site.ts';
import { sha256 } from '../../lib/site/version.ts';
import { judgeToAllow } from './allow-findings.ts';
import { inspectDeps, type DeploySession } from './deploy-deps.ts';

/** A page that a rollback puts back or deletes in production, as the guard will see it. */
export interface JudgedBack {
  readonly path: string;
  readonly production: Production;
  readonly verdict: Judged['verdict'];
  readonly features: Judged['features'];
}

const NO_FEATURES = { kept: [], gained: [], lost: [] };

/** Judges what a rollback would make of pages of production, one after the other; none on staging, which nobody guards. */
export async function judgeRollback(
  site: Site,
  { release, undone }: RollbackPlan,
  session: DeploySession,
): Promise<JudgedBack[]> {
  const judged: JudgedBack[] = [];
  if (release.target !== 'production') return judged;
  const deps = inspectDeps(site, session);
  for (const { file, back } of undone.filter((one) => one.file.kind === 'page')) {
    const production = await productionNow(site, file.path, deps);
    const one = back ? await judgeToAllow(production, back, weighDeps(deps)) : deletion(production);
    judged.push({ path: file.path, production, verdict: one.verdict, features: one.features });
  }
  return judged;
}

/** The guard takes a delete for the loss of the page, whatever it had. */
function deletion({ page }: Production): Pick<Judged, 'verdict' | 'features'> {
  const lost = page?.baseline?.tokens ?? [];
  const says = 'The page was new with the release, and is deleted.';
  const finding = { code: 'page.deleted', severity: 'rollback', says } as const;
  return { verdict: { kind: 'breached', rollback: true, findings: [finding] }, features: { ...NO_FEATURES, lost } };
}

/** The proof blocks of a rollback: `local` is what goes back. */
export function proveRollback(
  site: Site,
  { release, target, undone }: RollbackPlan,
  judged: readonly JudgedBack[],
): Proof[] {
  const what = release.target;
  const pages = undone.filter(({ file }) => file.kind === 'page');
  const assets = undone.filter(({ file }) => file.kind === 'asset');
  return [...ofAssets(site, { release, target }, assets), ...pages.map((one) => ofPage(one))];

  function ofPage({ file, key, live, back }: Undone): Proof {
    const features = judged.find(({ path }) => path === file.path)?.features ?? NO_FEATURES;
    return {
      name: back ? file.path : `${file.path} (deleted)`,
      local: measured(back ? (plainBytes(back, site) ?? back.bytes) : new Uint8Array()),
      live: { ...measured(plainBytes(live, site) ?? live.bytes ?? new Uint8Array()), at: live.lastModified },
      standing: 'behind',
      target: { what, bucket: target.bucket, key },
      purges: purgesOf(target, key),
      features,
    };
  }
}

function ofAssets(
  site: Site,
  { release, target }: Pick<RollbackPlan, 'release' | 'target'>,
  assets: readonly Undone[],
): Proof[] {
  const [first] = assets;
  if (!first) return [];
  const digest = (content: { bytes?: Uint8Array; headers: Undone['live']['headers'] } | undefined) =>
    sha256((content && (plainBytes(content, site) ?? content.bytes)) || new Uint8Array());
  const named = (of: (one: Undone) => Undone['live'] | Undone['back']) =>
    manifest(assets.map((one) => ({ path: one.file.path, plain: digest(of(one)) })));
  const at =
    assets
      .map(({ live }) => live.lastModified)
      .toSorted()
      .at(-1) ?? '';
  return [
    {
      name: assets.length === 1 ? first.file.path : `${assets.length} assets`,
      local: named(({ back }) => back),
      live: { ...named(({ live }) => live), at },
      standing: 'behind',
      target: { what: release.target, bucket: target.bucket, key: assets.length === 1 ? first.key : target.prefix },
      purges: purgesFor(
        target,
        assets.map(({ key }) => key),
      ),
      features: NO_FEATURES,
    },
  ];
}
