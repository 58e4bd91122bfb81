import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { jsonLines } from '../capture/captured-resource.ts';
import { RESTORE_NOTE, type RestoreJournal } from '../capture/restore-journal.ts';
import type { CaptureStore } from '../capture/store.ts';
import { HoldfastError } from '../errors.ts';
import { lineFile } from './capture-index.ts';
import { lockTaken } from './file-lock.ts';

/** A journal that one process writes at a time. */
export interface JournalFile extends RestoreJournal {
  readonly file: string;
  /** `discard`: nothing of it matters any more. */
  close(how?: 'discard'): Promise<void>;
}

/**
 * Where journals of restores or drills of a store's captures lie: with the captures where these are in a folder, else below the user's
 * state, in a folder for each store. No capture is called so.
 */
export function journalFolder(
  { place }: Pick<CaptureStore, 'place'>,
  kind: 'restores' | 'drills',
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  if (!place.startsWith('s3://')) return path.join(place, `.${kind}`);
  const state = env['XDG_STATE_HOME'] || path.join(env['HOME'] || homedir(), '.local', 'state');
  const digest = createHash('sha256').update(place).digest('hex').slice(0, 16);
  return path.join(state, 'holdfast', kind, digest);
}

/** Opens a journal, made where there is none. Throws `RESTORE.BUSY` where another process has it. */
export async function journalFile(file: string): Promise<JournalFile> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const release = await lockTaken(`${file}.lock`, {
    patience: 0,
    leftAfter: Number.POSITIVE_INFINITY,
    busy: new HoldfastError('RESTORE.BUSY', 'Another command does the same.', {
      hint: `Wait until it has ended. If none runs on any machine, remove ${file}.lock.`,
    }),
  });
  const lines = await lineFile(file, () => {}, { flush: true });
  let noted = lines.lines > 0;
  return {
    file,
    async note(line) {
      noted = true;
      await lines.append([line]);
    },
    async *notes() {
      for await (const line of jsonLines(createReadStream(file))) yield RESTORE_NOTE.parse(line);
    },
    async close(how) {
      await lines.close();
      if (!noted || how === 'discard') await rm(file, { force: true });
      await release();
    },
  };
}
