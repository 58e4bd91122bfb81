import path from 'node:path';
import { expect, it } from 'vitest';
import { bundle } from '../../scripts/build/bundle.ts';

const MOST_BYTES = 600 * 1000;

it('keeps on-upload within 600 KB minified, all its files together', async () => {
  const { files } = await bundle(path.resolve(import.meta.dirname, '..', '..'), 'on-upload');
  const sizes = [...files.values()].map((bytes) => bytes.length);
  expect([...files.keys()]).toContain('on-upload.mjs');
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
});
