import type { SecretReference } from '../../capture/secrets.ts';
import type { Text } from './known-secrets.ts';
import { looksSecret } from './secret-looking.ts';

/** Hides one value: `Sink.secret`, or what a restore compares with. */
export type Hide = (name: string, value: string) => Promise<SecretReference>;

/** A description, or a reference where it holds credentials. */
export async function hiddenText(text: string | undefined, name: string, hide: Hide): Promise<Text | undefined> {
  return text !== undefined && looksSecret(name, text) ? hide(name, text) : text;
}

/** Tags, with references for those that look like secrets. */
export async function hiddenTags(tags: Readonly<Record<string, Text>>, hide: Hide): Promise<Record<string, Text>> {
  const hidden: [string, Text][] = [];
  for (const [name, value] of Object.entries(tags))
    hidden.push([
      name,
      typeof value === 'string' && looksSecret(name, value) ? await hide(`tags/${name}`, value) : value,
    ]);
  return Object.fromEntries(hidden);
}

/** Tags to know a resource by, in its entry: what looks like a secret is left to the documents, by reference. */
export function tagsToShow(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [name, looksSecret(name, value) ? '[secret]' : value]),
  );
}
