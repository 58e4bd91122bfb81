import { describe, expect, it } from 'vitest';
import { turns } from '../src/lib/turns.ts';

/** Work that notes when it begins and ends when told. */
function workshop(budget: number) {
  const turn = turns(budget);
  const running = new Set<string>();
  const ends = new Map<string, () => void>();
  const start = (name: string, bytes: number) =>
    turn(bytes, async () => {
      running.add(name);
      await new Promise<void>((end) => ends.set(name, end));
      running.delete(name);
    });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    start,
    end: async (name: string) => {
      ends.get(name)?.();
      await settled();
    },
    running: async () => {
      await settled();
      return [...running];
    },
  };
}

describe('turns', () => {
  it('runs what fits side by side', async () => {
    const { start, running, end } = workshop(10);
    const all = ['a', 'b', 'c'].map((name) => start(name, 4));
    expect(await running()).toEqual(['a', 'b']);
    await end('a');
    expect(await running()).toEqual(['b', 'c']);
    await end('b');
    await end('c');
    await Promise.all(all);
  });

  it('runs what is larger than the budget alone, and keeps the order', async () => {
    const { start, running, end } = workshop(10);
    const all = [start('small', 1), start('huge', 50), start('later', 1)];
    expect(await running()).toEqual(['small']);
    await end('small');
    expect(await running()).toEqual(['huge']);
    await end('huge');
    expect(await running()).toEqual(['later']);
    await end('later');
    await Promise.all(all);
  });

  it('gives its turn back when the work fails', async () => {
    const turn = turns(1);
    await expect(turn(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turn(1, async () => 'next')).toBe('next');
  });
});
