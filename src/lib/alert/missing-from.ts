/** What of `others` is not among `known`, by what makes each of them itself. */
export function missingFrom<T>(known: readonly T[], others: readonly T[], identityOf: (each: T) => string): T[] {
  const identities = new Set(known.map(identityOf));
  return others.filter((each) => !identities.has(identityOf(each)));
}
