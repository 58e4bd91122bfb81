import { HoldfastError } from '../../lib/errors.ts';
import { parseConfig } from '../../lib/site/config.ts';
import type { Site, TokenSource } from '../../lib/site/site.ts';
import { addTokens } from '../../lib/suggest/add-tokens.ts';
import { diffPages } from '../../lib/verdict/diff.ts';
import type { Answer, Desk } from '../command.ts';
import { refusal } from '../outcome.ts';
import { showDiff } from '../show-diff.ts';

/** More lines than any addition has: the diff is shown whole. */
const WHOLE = { context: 3, maxLines: 10_000 };

/**
 * Adds token sources to a site in the configuration, after showing the difference. What would be written is read first
 * as the guard reads it. Throws `CLI.REFUSED` where it would change anything else, `CONFIG.CHANGED` where somebody else
 * wrote the file meanwhile.
 */
export async function writeTokens(
  name: string,
  added: readonly TokenSource[],
  desk: Pick<Desk, 'config' | 'askOf'>,
): Promise<Answer> {
  const { readConfig, replaceFile } = await import('../../lib/aws/replace-file.ts');
  const { path } = await desk.config();
  const seen = await readConfig(path);
  const next = withTokens(seen, path, name, added);
  const diff = { kind: 'hunks' as const, ...withLists(diffPages(seen, next, WHOLE)) };
  const answer = await desk.askOf(path, `add to the tokens of ${name}\n${showDiff(diff, process.stderr)}`);
  if (answer === 'go') await replaceFile(path, { seen, next });
  return answer;
}

function withLists({ hunks, ...counts }: ReturnType<typeof diffPages>) {
  return { ...counts, hunks: hunks.map((hunk) => ({ ...hunk, lines: [...hunk.lines] })) };
}

function withTokens(seen: string, path: string, name: string, added: readonly TokenSource[]): string {
  const before = parseConfig(seen, path).sites;
  const site = before.find((each) => each.name === name);
  const next = site && addTokens(seen, site, added);
  if (next === undefined) throw byHand(name, 'its settings are not written out there');
  const wanted = before.map((each) => (each.name === name ? { ...each, tokens: [...each.tokens, ...added] } : each));
  if (JSON.stringify(sitesOf(next, path)) !== JSON.stringify(wanted))
    throw byHand(name, 'its list is shared, by YAML anchors, or full');
  return next;
}

/** The sites of a text that nobody has written yet: a mistake in it is no mistake in the file. */
function sitesOf(text: string, path: string): readonly Site[] | undefined {
  try {
    return parseConfig(text, path).sites;
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'CONFIG.INVALID') return undefined;
    throw error;
  }
}

function byHand(name: string, why: string): Error {
  const hint = 'Run it again without --write, and put the YAML that it shows where you want it.';
  return refusal(`The tokens of ${name} cannot be added by themselves: ${why}.`, hint);
}
