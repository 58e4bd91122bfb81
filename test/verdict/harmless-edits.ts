import { LAYOUTS } from './layouts.ts';
import { edited } from './tours-page.ts';

/** The attributes of every tag in the opposite order. */
export function reordered(page: string): string {
  return page.replaceAll(/<([a-z]\w*)((?: [a-z-]+="[^"]*")+)/g, (_, name: string, attributes: string) => {
    return `<${name} ${attributes
      .match(/[a-z-]+="[^"]*"/g)
      ?.toReversed()
      .join(' ')}`;
  });
}

/** The section of tours before that of the boats, and the form before both. */
export function moved(page: string): string {
  return ['<section id="tours">[^]*?</section>', '<form id="book"[^]*?</form>'].reduce((before, block) => {
    const found = new RegExp(`    ${block}\n`).exec(before)?.[0] ?? '';
    return edited(edited(before, found, ''), '  <main>\n', `  <main>\n${found}`);
  }, page);
}

/** All that visitors read said in other words. */
export const rewritten = (page: string): string =>
  page.replaceAll(/(<(?:h1|h2|h3|p|li|button)\b[^>]*>)([^<]+)/g, (_, tag: string, text: string) => {
    return `${tag}New: ${text.split(' ').toReversed().join('-')}`;
  });

/** What may be done to any edition of the tours page without a word of the guard. */
export const HARMLESS: Readonly<Record<string, (page: string) => string>> = {
  ...LAYOUTS,
  'with its attributes in another order': reordered,
  'with another time in it': (page) => page.replaceAll('2026-03-01T09:30:00Z', '2026-04-02T17:45:10Z'),
  'with other nonces': (page) => page.replaceAll('Zm9vYmFy', 'cXV1eC1yYW5k'),
  'with other hashes': (page) => page.replaceAll('3f2a9c1b', '0a1b2c3d'),
  'with other words': rewritten,
  'after a first large cut': (page) =>
    edited(page, /<div class="boat" id="ketch">[^]*(?=<div class="boat" id="trimaran">)/, ''),
  'with its blocks in another order': moved,
  'with something new': (page) => edited(page, '</footer>', '<p>Call us</p><a href="/new/">New boats</a></footer>'),
};
