import pMap from 'p-map';
import type { VerificationShape } from '../../lib/api/deploy-shapes.ts';
import { AT_ONCE } from '../../lib/deploy/inspect-deps.ts';
import type { Proof } from '../../lib/deploy/proof.ts';
import { provePage } from '../../lib/deploy/prove.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Session } from '../command.ts';
import { addressesOrWhy, checkAddresses, checkFeatures, checkGuard } from './check-page.ts';
import type { Check } from './check.ts';
import { stagedPage, type StagedPage } from './staged-page.ts';
import { pictureDeps, takePictures } from './take-pictures.ts';

/** A page of staging with all that a person is shown of it. */
export interface Looked {
  readonly staged: StagedPage;
  readonly checks: readonly Check[];
  /** Where visitors of staging see it. */
  readonly at: readonly string[];
  /** Absolute paths of its pictures. */
  readonly files: readonly string[];
  readonly proof: Proof;
}

/** A page that is on staging as it was verified. */
export interface Verified {
  readonly staged: StagedPage;
  readonly verification: VerificationShape;
}

/** Looks at pages on staging, each as it would be in production; those that are verified already need no look. */
export async function lookAtAll(
  site: Site,
  paths: readonly string[],
  session: Session,
  options: { readonly pictures: boolean },
): Promise<{ readonly verified: readonly Verified[]; readonly looked: readonly Looked[] }> {
  const found = await pMap(paths, (path) => find(site, path, session), { concurrency: AT_ONCE });
  const verified = found.flatMap(({ staged, verification }) => (verification ? [{ staged, verification }] : []));
  const looked: Looked[] = [];
  // One after the other: each may start a browser.
  for (const { staged, verification } of found) {
    if (verification) continue;
    session.progress(`looked at ${looked.length + verified.length} of ${paths.length} pages`);
    looked.push(await lookAt(staged, session, options));
  }
  return { verified, looked };
}

async function find(site: Site, path: string, session: Session) {
  const staged = await stagedPage(site, path, session);
  const before = await session.operator.api.verification(site.name, staged.inspected.now.ref.key);
  return { staged, ...(before?.identity === staged.version.identity && { verification: before }) };
}

async function lookAt(staged: StagedPage, session: Session, { pictures }: { pictures: boolean }): Promise<Looked> {
  const { operator, now, progress } = session;
  const { site, path, inspected } = staged;
  const { at, unknown } = await addressesOrWhy(staged, operator);
  const answers = unknown ? [unknown] : await checkAddresses(staged, at, operator);
  const page = [checkFeatures(inspected, now()), ...checkGuard(inspected)];
  const taken = pictures
    ? await takePictures({ site: site.name, path }, at[0], pictureDeps(now, progress))
    : { check: { name: 'screenshot', state: 'skipped', says: 'No picture was asked for.' } as const, files: [] };
  const checks: readonly Check[] = [...answers, ...page, taken.check];
  return { staged, checks, at, files: taken.files, proof: provePage(site, 'production', inspected) };
}
