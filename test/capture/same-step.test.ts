import { expect, it } from 'vitest';
import { idMap } from '../../src/lib/capture/id-map.ts';
import type { Step } from '../../src/lib/capture/restore.ts';
import { sameStep } from '../../src/lib/capture/same-step.ts';

const ids = idMap({ captured: '111122223333', now: '111122223333' });
ids.add({ Z1OLD: 'Z2NEW' });

const step = (details?: readonly string[], kind: Step['kind'] = 'change'): Step => ({
  kind,
  what: 'function booking: permissions and addresses',
  ...(details && { details }),
});

it.each([
  ['the same', step(['a: 1 → 2']), step(['a: 1 → 2']), true],
  ['what is left of it', step(['a: 1 → 2', 'b: added']), step(['b: added']), true],
  ['the same under a new id', step(['zone: "Z1OLD" → "x"']), step(['zone: "Z2NEW" → "x"']), true],
  ['a line that was cut', step(['a: added {"b":…']), step(['a: added {"c":…']), true],
  ['no line where there was none', step(), step(), true],
  ['something else', step(['a: 1 → 2']), step(['a: 3 → 2']), false],
  ['more than was shown', step(['a: 1 → 2']), step(['a: 1 → 2', 'b: added']), false],
  ['a step that says nothing any more', step(['a: 1 → 2']), step(), false],
  ['another kind', step(['a: 1 → 2']), step(['a: 1 → 2'], 'create'), false],
])('a step is shown before: %s', (_, shown, now, expected) => {
  expect(sameStep(shown, now, ids)).toBe(expected);
});
