import { expect, test } from 'vitest';
import { findingsList } from '../../../src/console/pages/findings.ts';
import { sampleDetail } from './sample.ts';

test('says why a version was found wrong, not what became of it: it may be live since', async () => {
  const shown = String(await findingsList(sampleDetail({ state: 'overridden' })));
  expect(shown).toContain('<code>token.lost</code> · reason to undo');
  expect(shown).not.toContain('undone');
});
