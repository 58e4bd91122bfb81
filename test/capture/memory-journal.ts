import type { RestoreJournal, RestoreNote } from '../../src/lib/capture/restore-journal.ts';

/** A journal in memory; `killed` throws before a note is kept, as a kill would. */
export function memoryJournal(killed: (note: RestoreNote) => boolean = () => false): RestoreJournal & {
  readonly all: RestoreNote[];
} {
  const all: RestoreNote[] = [];
  return {
    all,
    async note(line) {
      if (killed(line)) throw new Error('killed');
      all.push(line);
    },
    async *notes() {
      yield* all;
    },
  };
}
