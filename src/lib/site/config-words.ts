import * as z from 'zod';
import { didYouMean } from './config-suggestion.ts';

/** Marks the mistake of an unknown key: the keys that are known here follow, so that each one gets its own line. */
export const KNOWN_KEYS = 'known:';

type Raw = { readonly code?: string; readonly input?: unknown };

/** The text of a mistake: `is missing` or `is empty` where nothing was written, else `what`; `fix` says what to write. */
export function say(what: string, fix: string): (issue: Raw) => string {
  return ({ input }) => `${input === undefined ? 'is missing' : input === null ? 'is empty' : what}; fix: ${fix}`;
}

/** Text of one line that matches `pattern`. */
export function text(pattern: RegExp, what: string, fix: string): z.ZodString {
  return z.string({ error: say('is not text', fix) }).regex(pattern, { error: say(what, fix) });
}

/** A whole number between two bounds, both included. */
export function whole(from: number, to: number, fix: string): z.ZodNumber {
  const error = say(`is not a whole number from ${from} to ${to}`, fix);
  return z.int({ error }).min(from, { error }).max(to, { error });
}

/** One of a few words, with the nearest one proposed. */
export function oneOf<const Words extends readonly string[]>(words: Words): z.ZodEnum<{ [W in Words[number]]: W }> {
  return z.enum(words, {
    error: ({ input }) => {
      const guess = typeof input === 'string' ? didYouMean(input, words) : undefined;
      return say(`is not one of ${words.join(', ')}`, `write ${guess ?? words.join(' or ')}`)({ input });
    },
  });
}

/** A list of at most `most` things. */
export function list<T extends z.ZodType>(of: T, least: number, most: number, fix: string): z.ZodArray<T> {
  return z
    .array(of, { error: say('is not a list', fix) })
    .min(least, { error: say('is an empty list', fix) })
    .max(most, { error: say(`has more than ${most} entries`, `write at most ${most}`) });
}

/** A mapping with exactly these keys. */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape, fix: string): z.ZodObject<Shape, z.core.$strict> {
  const known = KNOWN_KEYS + Object.keys(shape).join(',');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : say('is not a mapping', fix)(issue)),
  });
}

/** A mapping whose kind is told by the key it has: the first kind whose key is there checks it. */
export function kindOf<T>(kinds: readonly (readonly [key: string, schema: z.ZodType<T>])[], fix: string): z.ZodType<T> {
  return z.record(z.string(), z.unknown(), { error: say('is not a mapping', fix) }).transform((input, context): T => {
    const schema = kinds.find(([key]) => key in input)?.[1];
    if (!schema) {
      const [guess] = Object.keys(input).flatMap(
        (key) =>
          didYouMean(
            key,
            kinds.map(([kind]) => kind),
          ) ?? [],
      );
      const proposal = guess === undefined ? fix : `did you mean "${guess}"? ${fix}`;
      context.addIssue({ code: 'custom', message: `is of no known kind; fix: ${proposal}` });
      return z.NEVER;
    }
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const { path, message } = issue;
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys : undefined;
      if (unknown) context.issues.push({ code: 'unrecognized_keys', keys: unknown, path, message, input });
      else context.issues.push({ code: 'custom', path, message, input });
    }
    return z.NEVER;
  });
}
