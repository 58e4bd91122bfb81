import type { ApiClient } from '../lib/api/api-client.ts';
import type { IncidentDetail } from '../lib/api/incident-shapes.ts';
import { HoldfastError } from '../lib/errors.ts';
import type { Input, Session } from './command.ts';
import { usage } from './outcome.ts';
import { printable } from './printable.ts';

/** The beginning of an id is looked for among this many newest incidents of each site. */
const SEARCHED = 500;
const AT_ONCE = 100;

/** Throws `CLI.USAGE` for a first argument that cannot be the beginning of an incident's id. */
export function checkIncidentId({ args: [id = ''] }: Input): void {
  if (/^[\w-]{6,128}$/.test(id)) return;
  throw usage(
    `"${printable(id)}" is no incident's id.`,
    'Write its first 6 letters or more; `npx holdfast incidents` lists them.',
  );
}

/** The incident with this id, or the only one of the stack whose id begins so; else throws `CLI.USAGE`. */
export async function findIncident(id: string, { operator }: Pick<Session, 'operator'>): Promise<IncidentDetail> {
  const { api } = operator;
  try {
    return await api.incident(id);
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'API.UNKNOWN') throw error;
  }
  const { items: sites } = await api.sites();
  const found = await Promise.all(sites.map(({ name }) => beginningWith(id, name, api)));
  const [only, ...others] = found.flat();
  if (only === undefined) throw usage(`There is no incident ${id}.`, 'See them with `npx holdfast incidents`.');
  if (others.length > 0) throw usage(`${others.length + 1} incidents begin with ${id}.`, 'Write more of the id.');
  return api.incident(only);
}

async function beginningWith(id: string, site: string, api: Pick<ApiClient, 'incidents'>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  for (let searched = 0; searched < SEARCHED; searched += AT_ONCE) {
    const query = { site, limit: AT_ONCE, ...(cursor !== undefined && { cursor }) };
    const part = await api.incidents(query);
    found.push(...part.items.map((incident) => incident.id).filter((each) => each.startsWith(id)));
    cursor = part.cursor;
    if (cursor === undefined) break;
  }
  return found;
}
