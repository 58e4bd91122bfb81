import path from 'node:path';
import { findWorkspace, sitesAt, type WorkspaceFolder } from '../../lib/aws/workspace-folder.ts';
import { usage } from '../outcome.ts';
import { openWorkspace } from '../workspace.ts';

/**
 * The folder that is pulled into: `to`, else the nearest one of the site upwards, else the current folder. Throws
 * `CLI.USAGE` where another site's files are.
 */
export async function pullFolder(site: string, to: string | undefined, cwd: string): Promise<WorkspaceFolder> {
  const found = to === undefined ? await findWorkspace(site, cwd) : undefined;
  if (found !== undefined) return openWorkspace(site, { cwd });
  const root = path.resolve(cwd, to ?? '.');
  const sites = await sitesAt(root);
  const [other] = sites;
  if (other === undefined || sites.includes(site)) return openWorkspace(site, { cwd, create: root });
  const hint = `Give ${site} a folder of its own: npx holdfast pull ${site} --to <folder>.`;
  throw usage(`${root} has the files of the site ${other}.`, hint);
}
