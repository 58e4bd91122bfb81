import { didYouMean } from '../../lib/site/config-suggestion.ts';
import type { Suggestion } from '../../lib/suggest/suggestion.ts';
import { usage } from '../outcome.ts';
import { firstFew, printable } from '../printable.ts';

/** The suggestions that `--only` names, all without it; throws `CLI.USAGE` for a name that nothing has. */
export function chosen(suggestions: readonly Suggestion[], only: string | undefined): readonly Suggestion[] {
  if (only === undefined) return suggestions;
  const names = only.split(',').map((name) => name.trim());
  const known = suggestions.map(({ name }) => name);
  const strange = names.find((name) => !known.includes(name));
  if (strange === undefined) return suggestions.filter(({ name }) => names.includes(name));
  const guess = didYouMean(strange, known);
  const proposed = known.length === 0 ? 'Nothing is proposed.' : `Proposed are ${firstFew(known)}.`;
  throw usage(
    printable(`Nothing named "${strange}" is proposed.`),
    printable(guess === undefined ? proposed : `Did you mean ${guess}?`),
  );
}
