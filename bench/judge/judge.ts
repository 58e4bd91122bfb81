import { figures, cases, curve, others } from './told.ts';
import { generatedHistories, LAYOUTS } from './generated-histories.ts';
import { withMerge } from './merge.ts';
import { realHistories } from './real-histories.ts';
import { recorded } from './recorded.ts';
import { scored, scoredPeer } from './score.ts';
import { benchSpeed } from './speed.ts';
import { trials, type Trial } from './trial.ts';

const SEED = 2026;

/**
 * Prints how fast judging is, and how well it tells stale bases from ordinary edits: on generated histories, and on the
 * real ones of a folder, or else as recorded.
 */
export async function benchJudge(histories: string | undefined): Promise<void> {
  await benchSpeed();
  for (const [layout, write] of Object.entries(LAYOUTS)) {
    const tried = generatedHistories(SEED).flatMap((history) => [...trials(history, history.redoAs(write))]);
    console.log(`\n${figures(`generated, ${layout}`, scored(tried))}`);
  }
  if (histories === undefined) console.log(`\n${recorded}`);
  else tell(tryAll(histories));
}

function tryAll(folder: string): readonly Trial[] {
  return withMerge((merge) => {
    const tried: Trial[] = [];
    for (const history of realHistories(folder)) {
      const text = (at: number) => history.versions[at]?.text ?? '';
      tried.push(...trials(history, (older, base) => merge(text(older), text(base), text(base + 1))));
      console.error(`${history.page}: ${history.versions.length} versions, ${tried.length} uploads tried so far`);
    }
    return tried;
  });
}

function tell(tried: readonly Trial[]): void {
  const parts = [
    figures('real histories', scored(tried)),
    figures('the peer: nearest by lines', scoredPeer(tried)),
    curve(tried),
    others(tried),
    cases(tried),
  ];
  console.log(`\n${parts.join('\n\n')}`);
}
