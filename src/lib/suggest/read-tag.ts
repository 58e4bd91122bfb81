import type { StartTag } from '../page/start-tag.ts';
import { featureWord } from './feature-word.ts';
import type { Mark } from './provider.ts';
import { READ_ATTRIBUTES, type Sighting } from './sighting.ts';

const ALWAYS = new Set(['form', 'nav', 'video', 'audio', 'footer', 'search', 'a', 'button']);
const SECTIONS = new Set(['section', 'div', 'article', 'aside', 'header', 'main', 'dialog', 'ul', 'table', 'canvas']);
const ROLES = new Set(['search', 'navigation']);

/** Whether an element may be a feature, as its start tag tells. */
export function worthALook(tag: StartTag, providers: readonly Mark[]): boolean {
  if (providers.length > 0 || ALWAYS.has(tag.name)) return true;
  if (tag.name === 'script') return /^\s*application\/ld\+json\s*$/i.test(tag.value('type') ?? '');
  if (tag.name === 'input') return tag.value('type')?.trim().toLowerCase() === 'search';
  if (ROLES.has(tag.value('role') ?? '')) return true;
  return SECTIONS.has(tag.name) && featureWord(tag.value('id') ?? '') !== undefined;
}

/** Whether an element is navigation by its role alone. */
export function isNavigation({ attributes }: Sighting): boolean {
  return attributes.role === 'navigation';
}

/** The attributes by which features are known, cut. */
export function attributesOf(tag: StartTag): Sighting['attributes'] {
  return Object.fromEntries(
    READ_ATTRIBUTES.flatMap((name) => {
      const value = tag.value(name);
      return value === undefined ? [] : [[name, value.trim().slice(0, 500)]];
    }),
  );
}

/** What can be filled in at a field. */
export function fieldOf(tag: StartTag): string {
  const type = tag.name === 'input' ? (tag.value('type') ?? 'text') : tag.name;
  return [type, tag.value('name') ?? tag.value('id') ?? '', tag.value('autocomplete') ?? '']
    .map((word) => word.trim().slice(0, 60).replaceAll(/\s+/g, '-'))
    .join(' ')
    .toLowerCase();
}
