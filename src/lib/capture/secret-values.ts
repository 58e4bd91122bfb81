import * as z from 'zod';
import { capturedResource } from './captured-resource.ts';
import type { Entry } from './entry.ts';
import type { GivenSecrets } from './given-secrets.ts';
import { keyOf } from './resource.ts';
import type { Target } from './restore.ts';
import type { SecretBook } from './secrets.ts';
import { ENCRYPTED_SECRETS } from './sink-of.ts';
import type { CaptureReader } from './store.ts';

/** What is to be told of a value that the operator gave. */
export interface SecretNews {
  /** `mismatch`: it is not the captured value, and is not used. `unchecked`: this machine lacks the key that could tell. */
  readonly kind: 'mismatch' | 'unchecked';
  readonly ref: string;
}

/** Where values of secrets come from. */
export interface SecretSources {
  /** The value that was captured encrypted; `undefined` where it was not. */
  readonly encrypted: (ref: string) => Promise<string | undefined>;
  /** What the operator gave: comes first. */
  readonly file: GivenSecrets;
  readonly secrets: SecretBook;
  /** Whether `secrets` has the key that the capture was made with. */
  readonly sameKey: boolean;
  readonly tell: (news: SecretNews) => void;
}

/** The values of captured secrets. Each one that is handed out is scrubbed from messages from then on. */
export function secretValues({ encrypted, file, secrets, sameKey, tell }: SecretSources): Target['secret'] {
  const told = new Set<string>();
  const once = (news: SecretNews) => {
    if (!told.has(news.ref)) tell(news);
    told.add(news.ref);
  };
  return async (reference) => {
    const { ref } = reference;
    const used = (value: string) => {
      secrets.hide(ref, value);
      return value;
    };
    const given = file.get(ref);
    if (given) {
      if (given.rotated || (sameKey && secrets.matches(reference, given.value))) return used(given.value);
      // Not the value itself, but near to it: a message must not have it either.
      used(given.value);
      once({ kind: sameKey ? 'mismatch' : 'unchecked', ref });
      return sameKey ? undefined : given.value;
    }
    const value = await encrypted(ref);
    if (value === undefined || (sameKey && !secrets.matches(reference, value))) return undefined;
    return used(value);
  };
}

const ENCRYPTED = z.record(z.string(), z.string());

/** Reads the encrypted secrets of a capture, those of a resource once. */
export function encryptedSecrets(
  reader: CaptureReader,
  decrypt: (ref: string, text: string) => Promise<string>,
): SecretSources['encrypted'] {
  const entries = new Map(reader.metadata.resources.map((entry) => [keyOf(entry), entry]));
  const read = new Map<string, Promise<z.infer<typeof ENCRYPTED>>>();
  const ofResource = async (entry: Entry) => {
    const resource = capturedResource(entry, reader);
    return ENCRYPTED.parse(resource.file(ENCRYPTED_SECRETS) ? await resource.json(ENCRYPTED_SECRETS) : {});
  };
  return async (ref) => {
    for (let end = ref.lastIndexOf('/'); end > 0; end = ref.lastIndexOf('/', end - 1)) {
      const key = ref.slice(0, end);
      const entry = entries.get(key);
      if (!entry) continue;
      const texts = read.get(key) ?? ofResource(entry);
      read.set(key, texts);
      const text = new Map(Object.entries(await texts)).get(ref);
      return text === undefined ? undefined : decrypt(ref, text);
    }
    return undefined;
  };
}
