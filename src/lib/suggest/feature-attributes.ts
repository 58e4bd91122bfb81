import { isStableName } from './stable-name.ts';

/** Attributes with which people and tools name the parts of a page, the surest first. */
export const FEATURE_ATTRIBUTES = [
  'data-feature',
  'data-feature-id',
  'data-testid',
  'data-test-id',
  'data-test',
  'data-cy',
  'data-qa',
  'data-component',
  'data-widget',
  'data-module',
  'data-block',
  'data-section',
] as const;

/** Whether the names that an attribute gives were chosen by people: nearly all of them look like it. */
export function areChosen(names: readonly string[]): boolean {
  return names.length > 0 && names.filter(isStableName).length >= names.length * 0.9;
}
