import { inspectDeploy } from '../../lib/deploy/inspect-deploy.ts';
import { inspectPromote } from '../../lib/deploy/inspect-promote.ts';
import type { Inspection } from '../../lib/deploy/inspection.ts';
import type { Release } from '../../lib/deploy/release.ts';
import { begunRelease } from '../../lib/deploy/same-release.ts';
import type { Workspace } from '../../lib/deploy/workspace.ts';
import type { Site } from '../../lib/site/site.ts';
import { usage } from '../outcome.ts';
import { printable } from '../printable.ts';
import { inspectDeps, type DeploySession } from './deploy-deps.ts';
import { newRelease } from './new-release.ts';

/** Inspects a deploy of these local files to staging, as a new release. Writes nothing. */
export async function prepareDeploy(
  { site, paths, change }: { site: Site; paths: readonly string[]; change?: string },
  { session, workspace }: { session: DeploySession; workspace: Pick<Workspace, 'bases' | 'read'> },
): Promise<Inspection> {
  const release = { ...(await newRelease(session)), ...(change !== undefined && { change }) };
  return inspectDeploy({ site, paths, workspace, release }, inspectDeps(site, session));
}

/** Inspects what is left of a release to staging that was begun: the named one, else the newest. Writes nothing. */
export async function prepareResume(
  { site, id }: { site: Site; id?: string },
  { session, workspace }: { session: DeploySession; workspace: Pick<Workspace, 'bases' | 'read'> },
): Promise<Inspection> {
  const resumed = await begun(site.name, id, session);
  const paths = resumed.files.map(({ path }) => path);
  return inspectDeploy({ site, paths, workspace, release: resumed, resumed }, inspectDeps(site, session));
}

/** Inspects a promotion of these pages from staging to production. Writes nothing. */
export async function preparePromote(
  { site, paths }: { site: Site; paths: readonly string[] },
  { session }: { session: DeploySession },
): Promise<Inspection> {
  return inspectPromote({ site, paths, release: await newRelease(session) }, inspectDeps(site, session));
}

async function begun(site: string, id: string | undefined, { operator }: DeploySession): Promise<Release> {
  const { releases } = operator.stores;
  const found =
    id === undefined ? await begunRelease(site, 'staging', () => true, { releases }) : await releases.read(site, id);
  const list = `See them with npx holdfast releases ${site}.`;
  if (!found)
    throw usage(
      id === undefined
        ? `No release of ${site} to staging was begun and not finished.`
        : `There is no release ${printable(id)} of ${site}.`,
      list,
    );
  if (found.target === 'staging' && found.state === 'begun') return found;
  if (found.target === 'production')
    throw usage(`${found.id} is a promotion.`, `Promote the same pages again: it is gone on with.`);
  throw usage(`${found.id} is ${found.state}.`, list);
}
