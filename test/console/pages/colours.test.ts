import { describe, expect, it } from 'vitest';
import { styleSheet } from '../../../src/console/pages/style.ts';

/** Which text stands on which ground, as variables of the style sheet. */
const PAIRS = [
  ['text', 'ground'],
  ['text', 'card'],
  ['text', 'soft'],
  ['quiet', 'ground'],
  ['quiet', 'card'],
  ['quiet', 'soft'],
  ['quiet', 'gone-ground'],
  ['quiet', 'new-ground'],
  ['link', 'card'],
  ['link', 'ground'],
  ['card', 'link'],
  ['good', 'good-ground'],
  ['busy', 'busy-ground'],
  ['warn', 'warn-ground'],
  ['bad', 'bad-ground'],
  ['text', 'bad-ground'],
  ['text', 'gone-ground'],
  ['text', 'new-ground'],
  ['mark-text', 'gone-mark'],
  ['mark-text', 'new-mark'],
] as const;

const [light = '', dark = ''] = styleSheet().split('prefers-color-scheme: dark');

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s scheme', (_scheme, rules) => {
  const colour = (name: string) => new RegExp(`--${name}: (#[\\da-f]{6});`).exec(rules)?.[1] ?? expect.fail(name);

  it.each(PAIRS)('can be read: %s on %s', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });
});
