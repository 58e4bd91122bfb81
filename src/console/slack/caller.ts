import type { Person } from '../../lib/approval/person.ts';
import type { InstalledApp } from '../../lib/site/slack-apps.ts';
import { personIn, type Press } from './payload.ts';

/** Who is at the other end, as the app's own signature proves. */
export interface Caller {
  readonly app: InstalledApp;
  readonly person: Person;
}

/** The caller, of the apps that may have signed; or why there is none. */
export function callerOf(
  { api_app_id, team, ...who }: Pick<Press, 'api_app_id' | 'team' | 'user' | 'enterprise'>,
  signers: readonly InstalledApp[],
): Caller | { readonly refused: string } {
  const apps = signers.filter(({ id }) => id === api_app_id);
  if (apps.length === 0) return { refused: 'No site has this app.' };
  if (!team) {
    return { refused: 'This app is installed for a whole organization. Install it in the workspace of the site.' };
  }
  const app = apps.find((each) => each.team === team.id);
  return app ? { app, person: personIn(who, team) } : { refused: 'No site has this app in this workspace.' };
}
