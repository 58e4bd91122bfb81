import { fileVersion } from '../../src/lib/backtest/file-version.ts';
import type { PageHistory } from '../../src/lib/backtest/page-history.ts';
import { NO_PAST } from '../../src/lib/backtest/past.ts';
import { replay, type Replayed } from '../../src/lib/backtest/replay.ts';
import type { Read } from '../../src/lib/reconcile/read-version.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import { DELETED } from '../../src/lib/site/version.ts';
import { siteRecord } from '../world.ts';

/** A minute for each version, so that times tell their order. */
export const minute = (number: number): string => new Date(Date.UTC(2026, 0, 1, 12, number)).toISOString();

/** A version named `v1`, `v2` and so on, with this text; without one, a deletion. */
export function versionAt(number: number, text: string | undefined): Read {
  const named = { versionId: `v${number}`, lastModified: minute(number) };
  if (text === undefined) return { ...named, deleted: true, identity: DELETED };
  return fileVersion('index.html', { name: named.versionId, at: named.lastModified }, { bytes: Buffer.from(text) });
}

/** What is said of these versions, oldest first, each judged. */
export function replayAll(versions: readonly Read[], site: SiteRecord = siteRecord()): Replayed[] {
  let past = NO_PAST;
  return versions.map((version) => {
    const step = replay(past, version, { name: 'index.html', key: 'index.html', site });
    past = step.past;
    return step.replayed;
  });
}

/** As `replayAll`, of texts; `undefined` is a deletion. */
export function replayTexts(texts: readonly (string | undefined)[], site?: SiteRecord): Replayed[] {
  return replayAll(
    texts.map((text, index) => versionAt(index + 1, text)),
    site,
  );
}

/** Verdict and codes of each, e.g. `rollback token.lost`. */
export function said(replayed: readonly Replayed[]): string[] {
  return replayed.map(({ verdict, findings }) => [verdict, ...findings.map(({ code }) => code)].join(' '));
}

/** A page's history of these texts. */
export function historyOf(texts: readonly string[], judges: PageHistory['judges'] = 'each'): PageHistory {
  return {
    name: 'index',
    key: 'index.html',
    judges,
    async *versions() {
      yield* texts.map((text, index) => versionAt(index + 1, text));
    },
  };
}
