import * as z from 'zod';
import type { Made } from './restore.ts';

/** What a restore or a drill did, noted durably before and after each step. */
export interface RestoreJournal {
  note(line: RestoreNote): Promise<void>;
  /** All notes so far, those of earlier runs included. */
  notes(): AsyncIterable<RestoreNote>;
}

const RESOURCE = z.object({
  service: z.string(),
  id: z.string(),
  name: z.string(),
  region: z.string(),
  folder: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
});

export const RESTORE_NOTE = z.discriminatedUnion('note', [
  /** Before anything is made. */
  z.object({
    note: z.literal('begun'),
    capture: z.string(),
    account: z.string(),
    regions: z.array(z.string()),
    services: z.array(z.string()),
    at: z.string(),
  }),
  /** Before a step; `expected`: what it makes is called so. */
  z.object({ note: z.literal('applying'), resource: z.string(), what: z.string(), expected: RESOURCE }),
  z.object({
    note: z.literal('applied'),
    resource: z.string(),
    what: z.string(),
    made: z.object({ resource: RESOURCE, ids: z.record(z.string(), z.string()) }),
  }),
  /** What a drill made is away again. */
  z.object({ note: z.literal('removed'), resource: z.string() }),
]);

export type RestoreNote = Readonly<z.infer<typeof RESTORE_NOTE>>;

/** What notes say of one resource. */
export interface Journaled {
  /** What was made last; `undefined` where a kill left open whether anything was. */
  readonly made: Made | undefined;
  readonly expected: Made['resource'];
}

/** What earlier runs made, by key, in the order in which it was begun; what was removed again is left out. */
export async function journaled(journal: Pick<RestoreJournal, 'notes'>): Promise<ReadonlyMap<string, Journaled>> {
  const found = new Map<string, Journaled>();
  for await (const note of journal.notes()) {
    if (note.note === 'applying') {
      const before = found.get(note.resource);
      found.set(note.resource, { made: before?.made, expected: plainResource(note.expected) });
    } else if (note.note === 'applied') {
      const before = found.get(note.resource);
      const resource = plainResource(note.made.resource);
      const made = { resource, ids: { ...before?.made?.ids, ...note.made.ids } };
      found.set(note.resource, { made, expected: before?.expected ?? resource });
    } else if (note.note === 'removed') found.delete(note.resource);
  }
  return found;
}

/** The steps, by their words, that were begun and whose end nobody noted: they failed, or were killed. */
export async function interrupted(journal: Pick<RestoreJournal, 'notes'>): Promise<Set<string>> {
  const open = new Set<string>();
  for await (const note of journal.notes()) {
    if (note.note === 'applying') open.add(note.what);
    else if (note.note === 'applied') open.delete(note.what);
  }
  return open;
}

function plainResource({ tags, ...rest }: z.infer<typeof RESOURCE>): Made['resource'] {
  return { ...rest, ...(tags && { tags }) };
}
