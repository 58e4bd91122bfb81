import { isMap, isScalar, parseDocument, type Node } from 'yaml';
import { HoldfastError } from '../errors.ts';

/** A value that the operator gives for a secret. */
export interface GivenSecret {
  readonly value: string;
  /** It is known not to be the captured one any more: used all the same. */
  readonly rotated: boolean;
}

/** By reference: `lambda/booking/env/API_KEY`. */
export type GivenSecrets = ReadonlyMap<string, GivenSecret>;

/**
 * Reads a map of references to values, as YAML or JSON. Every value is text as it is written, also `010` or `yes`. One that was
 * changed since the capture is written `{ rotated: <value> }`. Throws `CONFIG.INVALID`, and never quotes a value.
 */
export function parseGivenSecrets(text: string, file: string): GivenSecrets {
  const parsed = parseDocument(text, { schema: 'failsafe', prettyErrors: false, logLevel: 'silent' });
  const wrong = (what: string, at = 0): never => {
    const line = text.slice(0, at).split('\n').length;
    const hint = 'Write one line for each secret: `lambda/booking/env/API_KEY: "value"`.';
    throw new HoldfastError('CONFIG.INVALID', `${file}:${line}: ${what}`, { hint });
  };
  const [error] = parsed.errors;
  if (error) return wrong('is neither YAML nor JSON.', error.pos[0]);
  if (parsed.contents === null) return new Map();
  if (!isMap<Node, Node>(parsed.contents)) return wrong('is not a map of secrets to values.');
  return new Map(
    parsed.contents.items.map(({ key, value }) => {
      const at = key.range?.[0] ?? 0;
      if (!isScalar(key)) return wrong('is not the name of a secret.', at);
      const rotated = isMap(value) && value.items.length === 1 ? value.get('rotated', true) : undefined;
      const given = rotated ?? value;
      if (!isScalar(given) || typeof given.value !== 'string') return wrong('this secret has no value in quotes.', at);
      return [String(key.value), { value: given.value, rotated: rotated !== undefined }] as const;
    }),
  );
}
