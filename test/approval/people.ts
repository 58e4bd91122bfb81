import { decide, type DecideDeps, type Wanted } from '../../src/lib/approval/decide.ts';
import type { Person } from '../../src/lib/approval/person.ts';
import { personOf } from '../../src/lib/approval/person.ts';
import { fakeLookQueue } from '../fakes/queue-model.ts';
import { fakeRegistry } from '../fakes/fake-registry.ts';
import { fakeSnapshots } from '../fakes/snapshot-model.ts';
import type { Io } from '../fakes/io.ts';
import { pageWith, world } from '../world.ts';

export const GOOD = pageWith('HERO', 'CHECKOUT');
export const STALE = pageWith('HERO');
export const UNREADABLE = '<div>'.repeat(600);
export const KEY = 'index.html';

function identity(arn: string): Person {
  const person = personOf(arn);
  if (!person) throw new Error(`${arn} is nobody`);
  return person;
}

/** The example site's approver, signed in to AWS. */
export const LEAD = identity('arn:aws:sts::123456789012:assumed-role/web-lead/anna');

/** People who are no approvers of the example site, however near they come. */
export const STRANGERS: readonly (readonly [string, Person])[] = [
  [
    'a deployer whose session is called like the role',
    identity('arn:aws:sts::123456789012:assumed-role/deployer/web-lead'),
  ],
  ['the same role of another account', identity('arn:aws:sts::210987654321:assumed-role/web-lead/anna')],
  ['a user called like the role', identity('arn:aws:iam::123456789012:user/web-lead')],
  ['the root of the account', identity('arn:aws:iam::123456789012:root')],
  ['somebody of Slack', { kind: 'slack', user: 'U012AB3CD', team: 'T012AB3CD' }],
  [
    'the holder of a link for somebody who is none',
    { kind: 'link', for: { email: 'former@example.com' }, madeBy: 'web-lead', link: 'a'.repeat(64) },
  ],
];

export type World = ReturnType<typeof world>;

/** What a decision needs, each call a step of `io`. */
export function decideDeps({ table, snapshots, queue, clock }: World, io?: Io): DecideDeps {
  return {
    registry: fakeRegistry(table, io),
    snapshots: fakeSnapshots(snapshots, io),
    queue: fakeLookQueue(queue, io),
    now: clock.now,
  };
}

/** Whatever a decision could have changed. */
export const everything = ({ table, queue, s3 }: World): unknown =>
  structuredClone({ table: table.everything(), asked: queue.messages, stored: s3.entries(KEY) });

/** The newest incident of the world. */
export function newest({ table }: World): string {
  const id = table.incidents().at(-1)?.id;
  if (id === undefined) throw new Error('there is no incident');
  return id;
}

/** The lead decides on the newest incident. */
export const decideNewest = (one: World, what: Wanted['what'], person: Person = LEAD) =>
  decide(newest(one), { what, reason: 'because' }, person, decideDeps(one));

async function breached(one: World): Promise<World> {
  one.upload(KEY, GOOD);
  await one.look(KEY);
  one.upload(KEY, STALE);
  return one;
}

async function looked(one: World): Promise<World> {
  await one.look(KEY);
  return one;
}

async function decided(one: World, what: Wanted['what']): Promise<World> {
  const { kind } = await decideNewest(one, what);
  if (kind !== 'recorded') throw new Error(`not ${what}`);
  return looked(one);
}

/** A world whose newest incident is in each of the states, by the way in which it comes to it. */
export const IN_STATE = {
  async restoring() {
    const one = await breached(world());
    const busy = { ...one.deps, bucket: { ...one.deps.bucket, put: () => Promise.reject(new Error('killed here')) } };
    await one.lookWith(KEY, busy).catch(() => undefined);
    return one;
  },
  restored: async () => looked(await breached(world())),
  observed: async () => looked(await breached(world({ policy: { mode: 'observe' } }))),
  async superseded() {
    const one = await breached(world());
    one.upload(KEY, pageWith('HERO', 'CHECKOUT', 'REFERRAL'));
    return looked(one);
  },
  async undecided() {
    const one = world();
    one.upload(KEY, GOOD);
    await one.look(KEY);
    one.upload(KEY, UNREADABLE);
    return looked(one);
  },
  async contested() {
    const one = await looked(await breached(world({ policy: { maxRestores: 1 } })));
    one.upload(KEY, STALE);
    return looked(one);
  },
  overridden: async () => decided(await looked(await breached(world())), 'override'),
  dismissed: async () => decided(await looked(await breached(world())), 'dismiss'),
} as const;
