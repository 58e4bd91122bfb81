import { purgeAndWait, type Passage } from '../../lib/deploy/purge-wait.ts';
import type { Written } from '../../lib/deploy/purge-look.ts';
import type { PurgeState } from '../../lib/deploy/purge.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { Limits } from '../../lib/site/policy.ts';
import type { Target } from '../../lib/site/site.ts';
import type { Session } from '../command.ts';
import type { ExitCode } from '../outcome.ts';
import { counted, printableLines } from '../printable.ts';

/** The most addresses that are named; the value has all. */
const MOST_TOLD = 5;

/** How a deploy ends: `--json` has the value, people read the text. */
export interface Through {
  readonly exitCode: Extract<ExitCode, 0 | 6>;
  readonly value: Passage;
  readonly text: string;
}

/**
 * Purges a target of what was written to it, and waits with progress until visitors get it: five minutes at most, then
 * exit code 6 with what is still under way. `reference` names the write, e.g. the release and target: with the same one
 * it may run again. With `wait: false` it only asks for the purge.
 */
export async function waitThrough(
  target: Target,
  written: readonly Written[],
  { reference, limits, wait }: { reference: string; limits: Limits; wait: boolean },
  { operator, now, wait: sleep, progress }: Pick<Session, 'operator' | 'now' | 'wait' | 'progress'>,
): Promise<Through> {
  const deps = { edge: operator.edge, now, wait: sleep, progress: (text: string) => progress(printableLines(text)) };
  const value = await purgeAndWait(target, written, { reference, limits, ...(!wait && { patienceMs: 0 }) }, deps);
  const refused = value.purges.some(({ state }) => state === 'refused' || state === 'busy');
  const incomplete = value.kind === 'incomplete' || (value.kind === 'asked' && refused);
  return { exitCode: incomplete ? 6 : 0, value, text: printableLines(passageWords(value).join('\n')) };
}

function passageWords(passage: Passage): string[] {
  const { purges, looks, unknown } = passage;
  if (passage.kind === 'asked') return purges.map(purgeWords);
  const closed = looks.filter(({ state }) => state === 'closed');
  const asks = closed.map(({ address }) => `${address} asks who is there (401): its bytes were not compared.`);
  if (passage.kind === 'through') return [throughWords(passage), ...asks];
  const waiting = looks.filter(({ state }) => state === 'waiting');
  return [
    'It is live in S3, but not yet known to be through to visitors:',
    ...(unknown === undefined ? [] : [`  where visitors see it could not be found out: ${unknown}`]),
    ...waiting.slice(0, MOST_TOLD).map(({ address, says }) => `  ${address} ${says}`),
    ...(waiting.length > MOST_TOLD
      ? [`  and ${counted(waiting.length - MOST_TOLD, 'address', 'addresses')} more`]
      : []),
    ...purges.filter(({ state }) => state !== 'done').map((purge) => `  ${purgeWords(purge)}`),
    ...asks,
    '→ Look again:',
    ...waiting.slice(0, 1).map(({ address }) => `  curl -sI ${shellWord(address)}`),
    ...purges.flatMap(again),
  ];
}

function throughWords({ purges, looks }: Passage): string {
  const seen = looks.filter(({ state }) => state === 'through').length;
  const answers =
    seen === 0 ? '' : `${counted(seen, 'address', 'addresses')} ${seen === 1 ? 'answers' : 'answer'} as deployed`;
  const done =
    purges.length === 0
      ? 'no distribution to purge'
      : `purged: ${purges.map(({ distribution }) => distribution).join(', ')}`;
  return answers === '' ? `Through: ${done}.` : `Through: ${answers}; ${done}.`;
}

function purgeWords(purge: PurgeState): string {
  const { distribution, paths } = purge;
  switch (purge.state) {
    case 'asked':
      return `${distribution}: the purge ${purge.id} of ${paths.join(' ')} is under way`;
    case 'done':
      return `${distribution}: purged of ${paths.join(' ')}`;
    case 'busy':
    case 'refused':
      return `${distribution} was not purged of ${paths.join(' ')}: ${purge.reason}`;
    default:
      return purge satisfies never;
  }
}

/** What a person types to see how a purge is, or to make the one that was refused. */
function again(purge: PurgeState): string[] {
  const on = `--distribution-id ${purge.distribution}`;
  if (purge.state === 'asked') return [`  aws cloudfront get-invalidation ${on} --id ${shellWord(purge.id)}`];
  if (purge.state === 'done') return [];
  return [`  aws cloudfront create-invalidation ${on} --paths ${purge.paths.map(shellWord).join(' ')}`];
}
