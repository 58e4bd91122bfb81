import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { History } from '../../src/lib/history/history.ts';
import { decodeMemory, encodeMemory } from '../../src/lib/history/encode-memory.ts';
import { pastUnits } from '../../src/lib/history/past-units.ts';
import { unitList } from '../../src/lib/page/unit-list.ts';
import { unitsOf } from '../../src/lib/page/units.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { looksStale, staleFindings } from '../../src/lib/verdict/check-base.ts';
import { judge } from '../../src/lib/verdict/judge.ts';
import { benchPage } from '../extract/page.ts';
import { interleaved, table } from '../statistics.ts';
import { judgementOf } from './bench-site.ts';
import { contentOf } from './page-versions.ts';

const SIZE = { bytes: 850_000, tokens: 40 };
const VERSIONS = 20;
const WARM_UP = 20;
const ROUNDS = 101;

/**
 * Prints how long judging an 850 KB page takes with 20 versions behind it, against spawning one GNU `diff -u` of the two
 * newest versions. Throws when a verdict is wrong.
 */
export async function benchSpeed(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-bench-'));
  try {
    const candidates = candidatesIn(folder);
    await interleaved(candidates, WARM_UP);
    console.log(table(`Judging, ${Math.round(SIZE.bytes / 1000)} KB`, await interleaved(candidates, ROUNDS)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function candidatesIn(folder: string): Record<string, () => Promise<number>> {
  const versions = Array.from({ length: VERSIONS }, (_, at) => edition(at)).toReversed();
  const files = ['old.html', 'new.html'].map((name) => path.join(folder, name));
  for (const [at, file] of files.entries()) writeFileSync(file, versions[1 - at] ?? '');
  const contents = versions.map(contentOf);
  const kept = encodeMemory({
    identities: contents.map((_content, at) => String(at)),
    past: pastUnits(contents.map(({ units }) => units)),
    anatomy: contents[0]?.anatomy,
  });
  console.log(`History of ${VERSIONS} versions: ${kept?.length ?? 0} bytes`);
  const before = contents[0] ?? contentOf('');
  const edit = Buffer.from((versions[0] ?? '').replace('no. 500<', 'no. five hundred<'));
  const stale = Buffer.from((versions[4] ?? '').replace('no. 500<', 'no. five hundred<'));
  const remembered = () => historyFrom(kept ?? new Uint8Array());
  const base = (text: string, finds: number) => () => {
    const history = remembered();
    const list = unitList({ text, html: true });
    const content = { text, list, units: unitsOf(list) };
    const found = looksStale(content, history) ? staleFindings(content, history, before).length : 0;
    return found === finds;
  };
  const whole = (bytes: Buffer, severity: string | undefined) => () => {
    const verdict = judge(judgementOf(contentOf(bytes), remembered(), before));
    return ('findings' in verdict ? verdict.findings[0]?.severity : undefined) === severity;
  };
  return {
    'GNU diff -u, spawned': () => timed(() => spawnSync('diff', ['-u', ...files]).status === 1),
    'SHA-256 of the page': () => timed(() => sha256(edit).length === 64),
    'base.stale, an edit': () => timed(base(edit.toString(), 0)),
    'base.stale, a stale upload': () => timed(base(stale.toString(), 1)),
    'all, an edit': () => timed(whole(edit, undefined)),
    'all, a stale upload': () => timed(whole(stale, 'rollback')),
  };
}

function historyFrom(kept: Uint8Array): History {
  const { identities = [], past = pastUnits([]), anatomy } = decodeMemory(kept) ?? {};
  const versions = identities.map((identity) => ({
    identity,
    versionId: identity,
    lastModified: new Date(0).toISOString(),
  }));
  return { anatomy, versions, past };
}

/** The page of the bench as it was so many versions after the first: each version changes a few cards. */
function edition(number: number): string {
  let page = benchPage(SIZE);
  for (let at = 1; at <= number; at += 1) {
    page = page
      .replaceAll(`no. ${100 + at}<`, `no. ${100 + at}, with music<`)
      .replaceAll(`$${45 + at}<`, `$${45 + at}.50<`);
  }
  return page;
}

function timed(run: () => boolean): Promise<number> {
  const start = performance.now();
  const right = run();
  const took = performance.now() - start;
  return right ? Promise.resolve(took) : Promise.reject(new Error('the outcome is wrong'));
}
