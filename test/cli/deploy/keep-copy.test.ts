import { expect, test } from 'vitest';
import { isKeptCopy, keepCopy } from '../../../src/cli/deploy/keep-copy.ts';

const NOW = new Date('2025-01-14T10:22:00.789Z');

function folder() {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    read: async (path: string) => files.get(path),
    write: async (path: string, bytes: Uint8Array) => void files.set(path, bytes),
  };
}

test('keeps what is overwritten under its page, target and time, and never overwrites a copy', async () => {
  const workspace = folder();
  const keep = (text: string, what: 'staging' | 'production' = 'production') =>
    keepCopy(workspace, 'booking/index.html', Buffer.from(text), what, NOW);
  expect(await keep('one')).toBe('releases/booking/index.html.prod.20250114T102200Z');
  expect(await keep('one')).toBe('releases/booking/index.html.prod.20250114T102200Z');
  expect(await keep('two')).toBe('releases/booking/index.html.prod.20250114T102200Z-2');
  expect(await keep('one', 'staging')).toBe('releases/booking/index.html.staging.20250114T102200Z');
  expect([...workspace.files.values()].map(String)).toEqual(['one', 'two', 'one']);
});

test('gives up rather than overwrite after a hundred copies within a second', async () => {
  const workspace = folder();
  for (let at = 0; at < 100; at += 1) await keepCopy(workspace, 'a', Buffer.from(`${at}`), 'staging', NOW);
  await expect(keepCopy(workspace, 'a', Buffer.from('more'), 'staging', NOW)).rejects.toMatchObject({
    code: 'FOLDER.FAILED',
  });
  expect(workspace.files.size).toBe(100);
});

test('tells copies from files of the site', () => {
  const copies = ['releases/a/b.html.prod.20250114T102200Z', 'releases/a\nb.staging.20250114T102200Z-12'];
  const files = [
    'releases/index.html',
    'releases/2025.html.prod.html',
    'a/releases/b.html.prod.20250114T102200Z',
    'releases/.prod.20250114T102200Z',
    'releases/b.html.prod.20250114T102200Z/c',
  ];
  expect(copies.filter(isKeptCopy)).toEqual(copies);
  expect(files.filter(isKeptCopy)).toEqual([]);
});
