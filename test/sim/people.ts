import { MARK } from '../../src/lib/site/version.ts';
import { pauseOf } from '../../src/lib/site/site-record.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import type { SentHeaders } from '../fakes/stored-object.ts';
import type { StoredObject } from '../fakes/stored-object.ts';
import { POOL, SCRIPT, TOKENS, nameOf, sampleOf } from './contents.ts';
import type { Sample } from './contents.ts';
import { SITE, keyOf } from './world.ts';
import type { World } from './world.ts';

/** Somebody uploads, deletes, copies or brings an old version back, knowing nothing of the guard. */
export function deploy(world: World): void {
  const { random, setup, s3 } = world;
  const page = random.pick(setup.pages);
  const key = keyOf(page);
  const live = s3.live(key);
  const versions = s3.entries(key).filter(({ deleted }) => !deleted);
  const dice = random.next();
  if (setup.pages.length > 1 && random.chance(0.1)) return moveToken(world);
  if (dice < 0.12) return remove(world, key);
  if (dice < 0.16 && setup.permanentDeletes && world.versioning === 'versioned' && versions.length > 1) {
    return removePermanently(world, key);
  }
  if (dice < 0.3 && uploadedBefore(world, key).length > 0)
    return upload(world, key, random.pick(uploadedBefore(world, key)));
  if (dice < 0.38 && live) return copy(world, live);
  if (dice < 0.44 && versions.length > 0) return copy(world, random.pick(versions));
  upload(world, key, variant(world, random.pick(POOL[page])));
}

/** A feature goes from one page to the other: it turns up here and leaves there, in either order, or is dropped at once. */
function moveToken(world: World): void {
  const { random } = world;
  const token = random.pick(['X', 'Y', 'Z']);
  const having = (page: 'P' | 'Q', has: boolean) =>
    POOL[page].filter(([one]) => one?.tokens.includes(token) === has && !one.undecidable);
  const steps: (() => void)[] = [
    () => upload(world, keyOf('Q'), variant(world, random.pick(having('Q', true)))),
    () => upload(world, keyOf('P'), variant(world, random.pick(having('P', false)))),
  ];
  for (const step of random.chance(0.7) ? steps : steps.toReversed()) step();
  if (random.chance(0.3)) upload(world, keyOf('Q'), variant(world, random.pick(having('Q', false))));
}

function variant({ random, setup }: World, samples: readonly Sample[]): Sample {
  const [plain, ...others] = samples;
  if (!plain) throw new Error('no sample');
  return random.chance(setup.otherHeaders) ? random.pick(others) : plain;
}

function uploadedBefore({ ghosts }: World, key: string): readonly Sample[] {
  return ghosts.all.flatMap((entry) => {
    const sample = entry.key === key && !entry.own ? sampleOf(entry.identity) : undefined;
    return sample ? [sample] : [];
  });
}

/** Uploads a sample. */
export function upload(world: World, key: string, sample: Sample): void {
  const { serial, versionId } = world.s3.raw.upload(key, sample.bytes, sample.headers);
  world.say(`UPLOAD ${key} ${sample.name}@${serial} ${versionId}`);
}

/** A copy in place, or of an older version, takes all metadata along; some tools leave the metadata out. */
function copy(world: World, { key, bytes, headers, mark, identity }: StoredObject): void {
  const marked = mark !== undefined && world.random.chance(0.7);
  const sent: SentHeaders = marked ? { ...headers, metadata: { ...headers.metadata, [MARK]: String(mark) } } : headers;
  const { serial } = world.s3.raw.upload(key, bytes, sent);
  world.say(`COPY ${key} ${nameOf(identity)}@${serial}${marked ? ` with the mark ${mark}` : ''}`);
}

function remove(world: World, key: string): void {
  const removed = world.s3.raw.remove(key);
  if (removed) world.say(`DELETE ${key} @${removed.serial}`);
}

function removePermanently(world: World, key: string): void {
  const { s3, random, ghosts } = world;
  const entry = random.pick(s3.entries(key));
  s3.raw.removePermanently(key, entry.versionId);
  ghosts.permanent.add(key);
  world.say(`DELETE FOR GOOD ${key} ${nameOf(entry.identity)}@${entry.serial}`);
}

/** Writes the site's record as people do: its revision moves. */
export function changeSite({ table }: World, change: (site: SiteRecord) => SiteRecord): void {
  const site = table.site(SITE);
  if (site) table.putSite({ ...change(site), rev: site.rev + 1 });
}

/** A token is retired on purpose. */
export function retire(world: World): void {
  const token = world.random.pick(TOKENS);
  world.say(`RETIRE ${token}`);
  changeSite(world, (site) => ({
    ...site,
    retired: { ...site.retired, tokens: [...new Set([...site.retired.tokens, token])] },
  }));
}

/** The site goes from `observe` to `enforce` or back. */
export function toggleMode(world: World): void {
  changeSite(world, (record) => {
    const mode = record.config.policy.mode === 'observe' ? 'enforce' : 'observe';
    world.say(`MODE ${mode}`);
    return { ...record, config: { ...record.config, policy: { ...record.config.policy, mode } } };
  });
}

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** The guard is asked to look away from a page, for a minute or until further notice. */
export function pause(world: World): void {
  const { random, clock } = world;
  const from = clock.now();
  const until = new Date(from.getTime() + random.pick([60_000, YEAR_MS])).toISOString();
  const key = random.pick(world.keys);
  world.say(`PAUSE ${key} until ${until}`);
  const added = { key, from: from.toISOString(), until, reason: 'a relaunch', by: 'ops' };
  changeSite(world, (site) => ({ ...site, pauses: [...site.pauses, added] }));
}

/** From here on the guard looks everywhere again, or stays away for good from where it is paused. */
export function endPauses(world: World): void {
  const lasting = world.random.chance(0.5);
  const until = new Date(world.clock.now().getTime() + YEAR_MS).toISOString();
  const pauses = (site: SiteRecord) =>
    lasting
      ? site.pauses.filter(({ key = '' }) => pauseOf(site, key, world.clock.now())).map((one) => ({ ...one, until }))
      : [];
  changeSite(world, (site) => ({ ...site, pauses: pauses(site) }));
}

/** Versioning is suspended or enabled again. */
export function toggleVersioning(world: World): void {
  world.versioning = world.versioning === 'versioned' ? 'suspended' : 'versioned';
  world.say(`BUCKET ${world.versioning}`);
  world.s3.setMode(world.versioning);
}

/** Visitors come to every page, so that the edge holds it. */
export function visit({ keys, cdn, say }: World): void {
  for (const key of keys) {
    if (cdn.held(key)) continue;
    const cached = cdn.visit(key);
    if (cached) say(`VISIT ${key}: the edge holds ${nameOf(cached.object.identity)}@${cached.object.serial}`);
  }
}

/** The script that some pages load is uploaded, and kept where the bucket keeps no versions. */
export function uploadAsset({ assets, inbox, say }: World): void {
  assets.upload(SCRIPT);
  assets.keep(SCRIPT);
  inbox.push({ key: SCRIPT, notices: [{ writer: { event: 'ObjectCreated:Put' } }] });
  say(`UPLOAD ${SCRIPT}`);
}

/** A deploy removes the script, or brings it back. */
export function changeAsset(world: World): void {
  const { assets, inbox, say, ghosts, random, tally } = world;
  if (assets.state(SCRIPT) !== 'live') return uploadAsset(world);
  const refused = random.chance(0.2);
  assets.remove(SCRIPT, refused);
  ghosts.assetGone.set(SCRIPT, tally.steps);
  inbox.push({ key: SCRIPT, notices: [{ writer: { event: 'ObjectRemoved:Delete' } }] });
  say(`DELETE ${SCRIPT}${refused ? ', beyond recall' : ''}`);
}
