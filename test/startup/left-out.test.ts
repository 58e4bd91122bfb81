import { expect, it } from 'vitest';
import { leaveOut } from '../../scripts/build/leave-out.ts';
import { bundled } from './bundled.ts';

type Called = Readonly<Record<'getFeed' | 'appendChild' | 'textContent', (nodes: unknown[]) => unknown>>;

it('lets files that are left out of a bundle throw with their name, and nothing else', async () => {
  const source = `export { getFeed, appendChild, textContent } from 'domutils';`;
  await bundled(source, [leaveOut], async (file) => {
    const { getFeed, appendChild, textContent }: Called = await import(file);
    expect(() => getFeed([])).toThrow('feeds is left out of this bundle');
    expect(() => appendChild([])).toThrow('manipulation is left out of this bundle');
    expect(textContent([])).toBe('');
  });
});

it('lets a class that is left out of a bundle throw when one is made', async () => {
  const source = `export { AdaptiveRetryStrategy } from '@smithy/core/retry';`;
  await bundled(source, [leaveOut], async (file) => {
    const module: { AdaptiveRetryStrategy: new () => unknown } = await import(file);
    expect(() => new module.AdaptiveRetryStrategy()).toThrow('AdaptiveRetryStrategy is left out of this bundle');
  });
});
