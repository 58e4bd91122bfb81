/** These members of an answer, those that are there: what is not named is left out, whatever AWS adds one day. */
export function picked<From extends object, Name extends keyof From>(
  from: From,
  ...names: readonly Name[]
): Pick<From, Name> {
  const wanted: ReadonlySet<unknown> = new Set(names);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- entries of `from` itself
  return Object.fromEntries(Object.entries(from).filter(([name]) => wanted.has(name))) as Pick<From, Name>;
}
