import type { ApiClient } from '../lib/api/api-client.ts';
import type { WarningShape } from '../lib/api/deploy-shapes.ts';
import { warningsOf } from '../lib/api/newest-warnings.ts';
import { chooseSites } from './choose-site.ts';
import type { Input, Session } from './command.ts';
import { refusal, usage } from './outcome.ts';
import { printable } from './printable.ts';
import { utcMinute } from './when.ts';

const SEE = 'See the open ones with `npx holdfast warnings`.';

/** Throws `CLI.USAGE` for a first argument that cannot be the beginning of a warning's id. */
export function checkWarningId({ args: [id = ''] }: Input): void {
  if (/^[\w-]{6,64}$/.test(id)) return;
  throw usage(`"${printable(id)}" is no warning's id.`, `Write its first 6 letters or more. ${SEE}`);
}

/**
 * The open warning with this id, or the only one whose id begins so, of the named site or of all that are configured. Throws
 * `CLI.USAGE`, and `CLI.REFUSED` for one that was acknowledged before.
 */
export async function findWarning(
  id: string,
  site: string | undefined,
  { sites, operator }: Pick<Session, 'sites' | 'operator'>,
): Promise<WarningShape> {
  const names = chooseSites(sites, site).map(({ name }) => name);
  const open = await beginningWith(id, names, { all: false }, operator.api);
  const [only, ...others] = open;
  if (others.length > 0) throw usage(`${open.length} open warnings begin with ${id}.`, 'Write more of the id.');
  if (only) return only;
  const [past] = await beginningWith(id, names, { all: true }, operator.api);
  throw past?.acknowledged ? acknowledgedBefore(past.id, past.acknowledged) : noSuch(id, names);
}

async function beginningWith(
  id: string,
  sites: readonly string[],
  query: { all: boolean },
  api: Pick<ApiClient, 'warnings'>,
): Promise<WarningShape[]> {
  const found = await Promise.all(sites.map((site) => warningsOf(site, query, api)));
  return found.flat().filter((warning) => warning.id.startsWith(id));
}

function acknowledgedBefore(id: string, { by, at, reason }: NonNullable<WarningShape['acknowledged']>): Error {
  const what = printable(`The warning ${id} was acknowledged by ${by} at ${utcMinute(at)}: ${reason}`);
  return refusal(what, `It blocks nothing any more. ${SEE}`);
}

function noSuch(id: string, sites: readonly string[]): Error {
  return usage(`${sites.join(', ')} ${sites.length > 1 ? 'have' : 'has'} no warning ${id}.`, SEE);
}
