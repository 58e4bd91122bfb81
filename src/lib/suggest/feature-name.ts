import { wordsOf } from './feature-word.ts';

const LONGEST = 40;

/** A token's name made of words that people wrote: `Book now!` becomes `BOOK_NOW`; `undefined` where no letter is left. */
export function featureName(...texts: readonly string[]): string | undefined {
  const words = texts
    .flatMap((text) => wordsOf(text.normalize('NFKD').replaceAll(/\p{M}/gu, '')))
    .map((word) => word.replaceAll(/[^a-z0-9]/g, ''));
  let name = '';
  for (const word of words) {
    if (word === '' || name.split('_').at(-1) === word) continue;
    const longer = name === '' ? word : `${name}_${word}`;
    if (longer.length > LONGEST) break;
    name = longer;
  }
  return /[a-z]/.test(name) ? name.toUpperCase() : undefined;
}

/** The name itself, or with the first number that makes it another than those taken. */
export function untaken(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}
