import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Merges the edit from `base` to `edited` into an older version, or `undefined` where that conflicts. */
export type Merge = (older: string, base: string, edited: string) => string | undefined;

/** Three-way merges by `git merge-file`, in a folder of its own that is gone afterwards. */
export function withMerge<Result>(run: (merge: Merge) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-merge-'));
  const files = ['older', 'base', 'edited'].map((name) => path.join(folder, name));
  const merge: Merge = (...texts) => {
    for (const [at, file] of files.entries()) writeFileSync(file, texts[at] ?? '');
    const merged = spawnSync('git', ['merge-file', '-p', '-q', ...files], { maxBuffer: 512 * 1024 * 1024 });
    return merged.status === 0 ? merged.stdout.toString() : undefined;
  };
  try {
    return run(merge);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
