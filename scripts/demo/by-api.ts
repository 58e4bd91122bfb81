import type { Caller } from './caller.ts';
import { tellFollowed } from './decided.ts';
import type { Happened, StoryDeps } from './story.ts';
import { insist } from './until.ts';

type Deps = StoryDeps & { readonly caller: Caller };

/** The guard is overruled: a deployer may not, an approver may. The rejected version goes live again and stays. */
export async function overrideByApi({ key, bad, incident }: Happened, deps: Deps): Promise<void> {
  const { teller, caller, witness } = deps;
  teller.chapter('Who deploys cannot overrule the guard; an approver can, with one call');
  const reason = 'No hero and no card payments while the yacht is in the yard';
  const decision = { incident: incident.id, what: 'override', reason } as const;
  await caller.refused('deployer', decision);
  insist((await witness.incident(incident.id))?.rev === incident.rev, 'the refused request changes nothing');
  const decidedAt = await caller.decide('approver', decision);
  const called = 'the old copy';
  await tellFollowed({ key, version: bad, incident: incident.id, state: 'overridden', called, decidedAt }, deps);
}

/** The decision is taken back: the version before goes live again. */
export async function restoreByApi({ key, good, incident }: Happened, deps: Deps): Promise<void> {
  const { teller, caller } = deps;
  teller.chapter('A decision can be taken back');
  const decision = { incident: incident.id, what: 'restore', reason: 'Guests want to pay by card after all' } as const;
  const decidedAt = await caller.decide('approver', decision);
  const called = 'the version with all four features';
  await tellFollowed({ key, version: good, incident: incident.id, state: 'restored', called, decidedAt }, deps);
}
