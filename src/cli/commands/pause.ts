import type { Operations } from '../../lib/aws/dynamo-operations.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { parseDuration } from '../../lib/site/config-duration.ts';
import { classify } from '../../lib/site/glob.ts';
import type { Pause, SiteRecord } from '../../lib/site/site-record.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, type Command, type Input } from '../command.ts';
import { done, refusal, usage } from '../outcome.ts';
import { printable } from '../printable.ts';
import { utcMinute } from '../when.ts';

const LONGEST_MS = 30 * 86_400_000;
const MOST_PAUSES = 100;
const ATTEMPTS = 8;

export const pause: Command = {
  name: 'pause <site> [page]',
  summary: 'make the guard look away from a page or a whole site for a while; everybody in charge is told',
  options: [
    ['--for <duration>', 'how long: e.g. 30m, 1h, 2d; at most 30d'],
    ['--reason <text>', 'why, for those who are told'],
  ],
  examples: [
    'npx holdfast pause demo --for 1h --reason "moving the booking page"',
    'npx holdfast pause demo index.html --for 30m --reason "new hero" --yes',
  ],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  check: (input) => void durationAndReason(input),
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const key = pageKey(site, input.args[1]);
    const { operations, caller } = session.operator;
    const wanted = { ...durationAndReason(input), ...(key !== undefined && { key }) };
    const where = key === undefined ? `all of ${site.name}` : `${key} of ${site.name}`;
    const change = `pause ${where}\n  for ${wanted.length}: whatever is uploaded meanwhile stays live\n  reason: ${wanted.reason}`;
    const value = { site: site.name, page: key, for: wanted.length, reason: wanted.reason };
    if ((await session.ask(printableLines(change))) === 'dry-run') return done({ ...value, done: false }, '');
    const by = (await caller()).arn;
    const from = session.now();
    const until = new Date(from.getTime() + wanted.milliseconds).toISOString();
    const made: Pause = {
      ...(key !== undefined && { key }),
      from: from.toISOString(),
      until,
      reason: wanted.reason,
      by,
    };
    await changePauses(site.name, operations, (pauses) => [
      ...inForce(pauses, from).filter((other) => other.key !== key),
      made,
    ]);
    return done({ ...value, done: true, pause: made }, printable(`Paused until ${utcMinute(until)}: ${where}.`));
  },
};

/** The page that was named, or `undefined` for the whole site; throws `CLI.USAGE` when it is no page of the site. */
export function pageKey(site: Site, key: string | undefined): string | undefined {
  if (key === undefined || classify(site, key) === 'page') return key;
  throw usage(
    `${printable(key)} is no page of ${site.name}.`,
    `Pages are the keys that match ${site.pages.join(', ')}${site.production.prefix && ` under ${site.production.prefix}`}.`,
  );
}

/** Pauses that are not over. */
export function inForce(pauses: readonly Pause[], now: Date): readonly Pause[] {
  return pauses.filter(({ until }) => Date.parse(until) > now.getTime());
}

/**
 * Changes a site's pauses; tries again when the registry moved meanwhile. Gives the site as it was. Throws
 * `CLI.REFUSED` for a site that was never applied, `REGISTRY.CONFLICT` when it never stands still.
 */
export async function changePauses(
  name: string,
  operations: Pick<Operations, 'site' | 'changeSite'>,
  change: (pauses: readonly Pause[]) => readonly Pause[],
): Promise<SiteRecord> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const record = await operations.site(name);
    if (!record) throw refusal(`${name} was never applied.`, `Apply it first: npx holdfast apply ${name}`);
    const next = change(record.pauses);
    if (next.length > MOST_PAUSES) throw refusal(`${name} has ${MOST_PAUSES} pauses already.`, 'Pause the whole site.');
    if ((await operations.changeSite(name, { pauses: next }, record.rev)) === 'done') return record;
  }
  throw new HoldfastError('REGISTRY.CONFLICT', `The registry of ${name} is never at rest.`, { hint: 'Run it again.' });
}

function durationAndReason(input: Input): { length: string; milliseconds: number; reason: string } {
  const length = optionText(input, 'for') ?? '';
  const milliseconds = parseDuration(length);
  if (milliseconds === undefined || milliseconds > LONGEST_MS) {
    throw usage('How long is missing, or is no duration of at most 30d.', 'Write e.g. --for 1h.');
  }
  const reason = (optionText(input, 'reason') ?? '').trim();
  if (reason === '' || reason.length > 500) {
    throw usage('The reason is missing, or longer than 500 characters.', 'Write e.g. --reason "new hero".');
  }
  return { length, milliseconds, reason };
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
