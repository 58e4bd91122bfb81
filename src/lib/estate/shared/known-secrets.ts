import { isObject } from '../../capture/plain-value.ts';
import type { Target } from '../../capture/restore.ts';
import { isSecretReference, type SecretReference } from '../../capture/secrets.ts';

/** A text of a document, or what stands there in its place. */
export type Text = string | SecretReference;

/** Values of secrets by their hashes. */
export type KnownSecrets = ReadonlyMap<string, string>;

/** The values behind a document's references: those of `live` values that are the captured ones, else given ones. */
export async function knownSecrets(
  document: unknown,
  live: readonly string[],
  to: Pick<Target, 'secret' | 'secrets'>,
): Promise<KnownSecrets> {
  const known = new Map(live.map((value) => [to.secrets.hide('live', value).secret, value]));
  for (const reference of referencesIn(document)) {
    if (known.has(reference.secret)) continue;
    const value = await to.secret(reference);
    if (value !== undefined) known.set(reference.secret, value);
  }
  return known;
}

/** All references of a document, in their order. */
export function referencesIn(document: unknown): readonly SecretReference[] {
  if (isSecretReference(document)) return [document];
  if (typeof document !== 'object' || document === null) return [];
  return Object.values(document).flatMap((each) => referencesIn(each));
}

/** A text in clear; `undefined` where nobody knows it. */
export function inClear(text: Text | undefined, known: KnownSecrets): string | undefined {
  return isSecretReference(text) ? known.get(text.secret) : text;
}

/** Texts by name in clear, without those that nobody knows. */
export function allInClear(texts: Readonly<Record<string, Text>>, known: KnownSecrets): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => {
      const clear = inClear(text, known);
      return clear === undefined ? [] : [[name, clear]];
    }),
  );
}

/** A document with what `live` has in place of every reference that nobody knows: so much of it can be restored. */
export function asFarAsKnown<Document>(document: Document, live: unknown, known: KnownSecrets): Document;
export function asFarAsKnown(document: unknown, live: unknown, known: KnownSecrets): unknown {
  if (isSecretReference(document)) return known.has(document.secret) ? document : live;
  if (Array.isArray(document)) return document;
  if (!isObject(document)) return document;
  const now = isObject(live) ? live : {};
  return Object.fromEntries(
    Object.entries(document).flatMap(([name, each]) => {
      const settled = asFarAsKnown(each, Object.hasOwn(now, name) ? now[name] : undefined, known);
      return settled === undefined ? [] : [[name, settled]];
    }),
  );
}

/** Says of which secrets nobody knows the value. */
export function unknownText(unknown: readonly SecretReference[]): string {
  const refs = unknown.map(({ ref }) => ref).join(', ');
  return `It is not known what these were: ${refs}. Give them with --secrets-file.`;
}
