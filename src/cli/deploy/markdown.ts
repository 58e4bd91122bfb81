import { shownCode, shownLine } from '../../lib/alert/shown-text.ts';
import { diffPages, unifiedText } from '../../lib/verdict/diff.ts';
import type { ChangedPage, Inspection } from '../../lib/deploy/inspection.ts';
import { proofLines } from '../../lib/deploy/proof.ts';

/** What a comment on a pull request may hold, with room for what is around it. */
const LONGEST = 50_000;
const MOST_LINES = 400;
const LONGEST_LINE = 500;

/** An inspection as a comment on a pull request. Whatever files say stays within its fences and is no markup. */
export function proofMarkdown({ site, release, proofs, findings, obstacles, changed }: Inspection, now: Date): string {
  const head = `### Holdfast: ${obstacles.length === 0 ? 'can be written' : 'is refused'} (${site.name}, ${release.target})`;
  const blocks = proofs.map((proof) => fenced(proofLines(proof, now).join('\n')));
  const against = obstacles.map(({ rule, path, says, next }) => {
    const where = path === undefined ? '' : `${path}: `;
    return `${rule}  ${where}${says}\n    -> ${next}`;
  });
  const found = findings.map(({ path, code, severity, says }) => `${severity}  ${path}: ${code}: ${says}`);
  return [
    head,
    ...blocks,
    ...section('What stands against it', against),
    ...section('What the guard finds', found),
    ...diffs(changed),
  ].join('\n\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`**${title}**`, fenced(lines.map((line) => shown(line)).join('\n'))];
}

function diffs(changed: readonly ChangedPage[]): string[] {
  const texts: string[] = [];
  let left = LONGEST;
  for (const { path, live, candidate } of changed) {
    const diff = diffPages(live, candidate, { context: 3, maxLines: MOST_LINES });
    const text = unifiedText(diff, { before: `live/${path}`, after: path });
    if (text === '') continue;
    const whole = fenced(
      text
        .split('\n')
        .map((line) => shownCode(line, LONGEST_LINE))
        .join('\n'),
      'diff',
    );
    left -= whole.length;
    const cut = diff.cut ? '\n\nThe rest is left out.' : '';
    texts.push(left < 0 ? `The diff of ${fenced(shown(path))} is left out: it is too long.` : `${whole}${cut}`);
  }
  return texts;
}

const shown = (line: string): string =>
  line
    .split('\n')
    .map((one) => shownLine(one, LONGEST_LINE))
    .join('\n');

/** A fence longer than any run of backticks in what it holds. */
function fenced(text: string, language = 'text'): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
