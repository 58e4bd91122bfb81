/** What AWS calls now what it called otherwise when it was captured. */
export interface IdMap {
  /** Captured → now; itself where nothing is known. */
  idOf(captured: string): string;
  /** A text in which all that is called otherwise now is called so. */
  inText(text: string): string;
  add(ids: Readonly<Record<string, string>>): void;
}

/** Of these, also what begins with one is known by it: `arn:…:function:booking:live`, `arn:…:::site/*`. */
const WITH_PARTS = /^(?:arn:|https:\/\/)/;

/** Ids as they are learned; those of one account become another's. */
export function idMap(accounts: { readonly captured: string; readonly now: string }): IdMap {
  const known = new Map<string, string>();
  // In an ARN or the address of a queue, never within a name.
  const digits = new RegExp(`(?<=[:/])${accounts.captured}(?=[:/])`, 'g');
  const ofAccount = (text: string) =>
    accounts.captured === accounts.now ? text : text.replaceAll(digits, accounts.now);
  return {
    idOf(captured) {
      const exact = known.get(captured);
      if (exact !== undefined) return exact;
      if (!WITH_PARTS.test(captured)) return captured === accounts.captured ? accounts.now : captured;
      for (let end = captured.length - 1; end > 0; end -= 1) {
        if (captured[end] !== ':' && captured[end] !== '/') continue;
        const whole = known.get(captured.slice(0, end));
        if (whole !== undefined) return `${whole}${captured.slice(end)}`;
      }
      return ofAccount(captured);
    },
    // What is called so already stays so, also where the old name is a part of the new one.
    inText: (text) =>
      ofAccount(replacedAll(text, new Map([...known, ...[...known.values()].map((now) => [now, now] as const)]))),
    add(ids) {
      for (const [captured, now] of Object.entries(ids))
        if (captured !== '' && captured !== now) known.set(captured, now);
    },
  };
}

/** A text with each of these words replaced, where it stands as a word of its own, the longest first, each place once. */
export function replacedAll(text: string, words: ReadonlyMap<string, string>): string {
  const longest = [...words.keys()].filter((word) => text.includes(word)).toSorted((a, b) => b.length - a.length);
  if (longest.length === 0) return text;
  const any = new RegExp(
    `(?<![A-Za-z0-9])(?:${longest.map((word) => RegExp.escape(word)).join('|')})(?![A-Za-z0-9])`,
    'g',
  );
  return text.replaceAll(any, (word) => words.get(word) ?? word);
}
