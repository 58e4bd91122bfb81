import type { Entry } from '../../src/lib/capture/entry.ts';

/** The entry of a resource that was captured and has nothing, but for `more`. */
export function entryOf(service: string, name: string, more: Partial<Entry> = {}): Entry {
  return {
    service,
    id: name,
    name,
    region: 'us-east-1',
    folder: `${service}/${name}`,
    status: 'captured',
    files: [],
    objects: 0,
    bytes: 0,
    reused: 0,
    sha256: '',
    at: '2026-03-10T12:00:00.000Z',
    seconds: 1,
    tries: 1,
    ...more,
  };
}
