import { BASE_STYLE } from './style-base.ts';
import { DIFF_STYLE } from './style-diff.ts';
import { PARTS_STYLE } from './style-parts.ts';

/** The style of every page, as it stands in its `<style>`; `pageHeaders` allows it by its hash. */
export function styleSheet(): string {
  return BASE_STYLE + PARTS_STYLE + DIFF_STYLE;
}
