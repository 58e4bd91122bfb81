import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentState } from '../../src/lib/incident/incident.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import type { Served } from './outsider.ts';
import type { StoryDeps } from './story.ts';
import { after, painted } from './teller.ts';
import { insist, patience, until } from './until.ts';

/** Long enough for the guard to undo it if it wanted to: it needs about one second. */
const STAYS_MS = 2000;

/** A page as a person decided it: which version, in which state its incident is then, and what that is called. */
export interface Expected {
  readonly key: string;
  readonly version: Served;
  readonly incident: string;
  readonly state: IncidentState;
  readonly called: string;
  readonly decidedAt: number;
}

/** Waits until the page is as it was decided, then looks whether it stays so; throws `StoryFailed` otherwise. */
export async function tellFollowed(expected: Expected, deps: StoryDeps): Promise<void> {
  const { key, version, incident, state, called, decidedAt } = expected;
  const { outsider, witness, teller } = deps;
  const live = async () => ((await outsider.get(key))?.body === version.body ? new Date() : undefined);
  const liveAt = await until(`${called} is live`, live, patience(teller));
  teller.row(after(decidedAt, liveAt.getTime()), 'live', painted('good', `${called}: every byte, and its headers`));
  const settled = async () => {
    const page = await witness.page(key);
    const done = page?.open.length === 0 && page.purge === undefined;
    return done && page.baseline?.sha256 === sha256(version.body) ? page.baseline : undefined;
  };
  const { tokens } = await until(`${called} is the baseline`, settled, patience(teller));
  const says = `the baseline, with ${tokens.length} features: what comes next is compared with it`;
  teller.row(after(decidedAt, Date.now()), 'accepted', says);
  await sleep(STAYS_MS);
  const served = await outsider.get(key);
  insist(served?.body === version.body, `${called} stays live`);
  insist(
    served.contentType === version.contentType && served.cacheControl === version.cacheControl,
    'with its headers',
  );
  insist((await witness.incident(incident))?.state === state, `the incident is ${state}`);
  teller.row(after(decidedAt, Date.now()), 'stays', `${called} is still live, and its incident is ${state}`);
}
