import { allow, standingAllowances, withdraw } from '../../src/lib/approval/allow.ts';
import { decide } from '../../src/lib/approval/decide.ts';
import { holderOf, makeLink } from '../../src/lib/approval/links.ts';
import type { Refused } from '../../src/lib/approval/outcome.ts';
import type { Decision, Incident, IncidentState } from '../../src/lib/incident/incident.ts';
import type { Allowance } from '../../src/lib/site/page-record.ts';
import type { ReconcileDeps } from '../../src/lib/reconcile.ts';
import type { Io } from '../fakes/io.ts';
import { AUTHOR, LEAD, somebody, THE_LEAD } from './approvers.ts';
import type { Decider } from './approvers.ts';
import { TOKENS } from './contents.ts';
import { changeSite } from './people.ts';
import { newRun } from './run.ts';
import type { Run } from './run.ts';
import { watchedPorts } from './watch.ts';
import { SITE } from './world.ts';
import type { World } from './world.ts';

type What = Decision['what'];

const LAWFUL: Readonly<Record<IncidentState, readonly What[]>> = {
  restoring: ['override'],
  restored: ['override', 'override', 'dismiss'],
  observed: ['restore', 'restore', 'dismiss'],
  superseded: ['dismiss'],
  undecided: ['override', 'restore', 'restore', 'dismiss'],
  contested: ['override', 'resume', 'resume', 'dismiss'],
  overridden: ['restore'],
  dismissed: [],
};

function chosen({ random }: World, incident: Incident | undefined): What {
  const lawful = incident ? LAWFUL[incident.state] : [];
  if (lawful.length > 0 && random.chance(0.75)) return random.pick(lawful);
  return random.pick(['override', 'dismiss', 'restore', 'resume'] as const);
}

/** Somebody decides on an incident that is there: lawfully, too late, or without any right. */
export async function decideSomething(world: World, name: string, io: Io): Promise<void> {
  const { random, table } = world;
  const incidents = table.incidents();
  if (incidents.length === 0) return;
  const contested = incidents.filter(({ state }) => state === 'contested');
  const newest = random.chance(0.8) ? incidents.slice(-2) : incidents;
  const incident = random.pick(contested.length > 0 && random.chance(0.5) ? contested : newest);
  await decideAs(world, name, somebody(random), incident.id, io);
}

async function decideAs(world: World, name: string, { person, as }: Decider, id: string, io: Io): Promise<void> {
  const { table, tally, say } = world;
  const link = person.kind === 'link' ? person.link : undefined;
  const run = newRun(name, 'person', { as, ...(link !== undefined && { link }) });
  const shown = table.incident(id);
  const what = chosen(world, shown);
  const reason = `${run.name}@${tally.steps}`;
  const after = world.random.chance(0.4) ? (shown?.decision?.at ?? 'none') : undefined;
  if (after !== undefined) world.ghosts.lookedAfter.set(reason, after);
  const wanted = { what, reason, ...(after !== undefined && { after }) };
  const outcome = await decide(id, wanted, person, portsOf(world, run, io));
  tell(world, run, outcome);
  say(
    `  ${run.name} ${what}s ${id.slice(0, 6)}: ${outcome.kind}${outcome.kind === 'refused' ? ` (${outcome.why})` : ''}`,
  );
}

function portsOf(world: World, run: Run, io: Io): ReconcileDeps {
  const ports = watchedPorts(world, run, io);
  return world.bug?.person?.(ports, run, world) ?? ports;
}

/** Who decides is told the truth: recorded means written, refused means that nothing changed. */
function tell({ violate, tally }: World, run: Run, outcome: { kind: 'recorded' | 'done' } | Refused): void {
  if (outcome.kind === 'refused' && outcome.why === 'not-allowed') tally.turnedAway++;
  // Who was misled, and taken off the approvers before the next try, is not told what stands.
  const lost = run.misled && outcome.kind === 'refused' && outcome.why === 'not-allowed';
  if (outcome.kind === 'refused' && run.written > 0 && !lost)
    violate('I7', `${run.name} is refused (${outcome.why}), but wrote`);
  if (outcome.kind !== 'refused' && run.written === 0)
    violate('I7', `${run.name} is told that it stands, but nothing does`);
}

/** A personal link, with the code that its holder knows. */
export interface HeldLink {
  readonly incident: string;
  readonly code: string;
}

/** The lead makes a link of an incident for the author; now and then one that was made before is tried once more. */
export async function linkFor(world: World): Promise<HeldLink | undefined> {
  const { random, table, codes, clock } = world;
  const incidents = table.incidents().slice(-2);
  if (incidents.length === 0) return undefined;
  if (codes.length > 0 && random.chance(0.3)) return random.pick(codes);
  const { id } = random.pick(incidents);
  const made = await makeLink(id, 'author@example.com', THE_LEAD.person, {
    registry: table.registry,
    links: table.links,
    now: clock.now,
    random: (count) => Uint8Array.from({ length: count }, () => random.below(256)),
  });
  if (made.kind === 'refused') return undefined;
  const held = { incident: id, code: made.code };
  codes.push(held);
  return held;
}

/** Whoever has the code decides with it, sometimes on an incident that it was not made for. */
export async function decideByLink(world: World, name: string, { incident, code }: HeldLink, io: Io): Promise<void> {
  const { random, table, violate, clock } = world;
  const other = random.pick(table.incidents()).id;
  const id = random.chance(0.15) ? other : incident;
  const find = (of: string, hash: string) => io('find link', () => table.links.find(of, hash));
  const holder = await holderOf(id, code, { links: { find }, now: clock.now });
  if (holder.kind === 'refused') return;
  if (id !== incident) return violate('I7', `the code of ${incident} is taken for ${id}`);
  await decideAs(world, name, { person: holder.person, as: AUTHOR }, id, io);
}

const MINUTE_MS = 60_000;

/** Somebody allows something ahead of an upload, or withdraws what stands. */
export async function allowSomething(world: World, name: string, io: Io): Promise<void> {
  const { random, table, clock, keys, say, tally } = world;
  const { person, as } = somebody(random);
  const run = newRun(name, 'person', { as, ...(person.kind === 'link' && { link: person.link }) });
  const ref = { site: SITE, key: random.pick(keys) };
  const page = table.page(ref);
  const standing = page ? standingAllowances(page, clock.now()) : [];
  const ports = portsOf(world, run, io);
  if (standing.length > 0 && random.chance(0.4)) {
    const { id } = random.pick(standing);
    const outcome = await withdraw(ref, id, person, ports);
    return say(`  ${run.name} withdraws ${id} of ${ref.key}: ${outcome.kind}`);
  }
  const until = new Date(clock.now().getTime() + random.pick([MINUTE_MS / 4, 2 * MINUTE_MS, 10_000 * MINUTE_MS]));
  const permission = { ...permitted(world), until: until.toISOString(), reason: run.name };
  const outcome = await allow(ref, permission, person, ports);
  if (outcome.kind === 'done') tally.allowances++;
  tell(world, run, outcome);
  say(`  ${run.name} allows ${JSON.stringify(permission)} on ${ref.key}: ${outcome.kind}`);
}

function permitted({ random }: World): Pick<Allowance, 'codes' | 'tokens'> {
  const tokens = [random.pick(TOKENS)];
  return random.pick([
    { tokens },
    { tokens, codes: ['token.lost'] },
    { codes: ['token.lost'] },
    { codes: ['page.deleted'] },
    { codes: ['page.headers'] },
  ] as const);
}

/** One of the approvers is taken off the site's list, or put on it again. */
export function changeApprovers(world: World): void {
  const one = world.random.pick([LEAD, AUTHOR]);
  changeSite(world, (record) => {
    const others = record.config.approvers.filter((each) => JSON.stringify(each) !== JSON.stringify(one));
    const taken = others.length < record.config.approvers.length;
    world.say(`APPROVER ${JSON.stringify(one)} ${taken ? 'is taken off' : 'is back'}`);
    return { ...record, config: { ...record.config, approvers: taken ? others : [...others, one] } };
  });
}
