import { expect, it } from 'vitest';
import { journalName } from '../../../src/cli/restore/journal-name.ts';
import type { Renames } from '../../../src/lib/capture/new-names.ts';

const PLAIN: Renames = { exact: new Map(), prefix: '' };
const named = (renames: Renames, intoBucket?: { bucket: string; prefix: string }) =>
  journalName({ capture: 'whole', account: '111122223333', renames, intoBucket });
const exact = (...pairs: [string, string][]): Renames => ({ exact: new Map(pairs), prefix: '' });

it('keeps what copies were given apart from what was brought back in place', () => {
  const names = [
    named(PLAIN),
    named(exact(['s3/a', 'b'])),
    named(exact(['s3/a', 'c'])),
    named({ exact: new Map(), prefix: 'copy-' }),
    named(PLAIN, { bucket: 'scratch', prefix: '' }),
    named(PLAIN, { bucket: 'scratch', prefix: 'x/' }),
  ];
  expect(names[0]).toBe('whole-111122223333');
  expect(new Set(names).size).toBe(names.length);
});

it('is the same again for the same way', () => {
  const renames = exact(['s3/a', 'b'], ['s3/c', 'd']);
  expect(named(renames)).toBe(named(exact(['s3/c', 'd'], ['s3/a', 'b'])));
});
