/** Tags by their keys, as services that list them give them. */
export function tagRecord(
  tags: readonly { readonly Key?: string; readonly Value?: string }[] = [],
): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Whether a tag is AWS's own, which nobody else can set or take away. */
export function isAwsTag(key: string): boolean {
  return /^aws:/i.test(key);
}
