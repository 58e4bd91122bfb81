/** An object without some of its members. */
export function without<Item extends object, Key extends keyof Item>(
  item: Item,
  ...keys: readonly Key[]
): Omit<Item, Key> {
  const left = { ...item };
  for (const key of keys) delete left[key];
  return left;
}
