import type { PageRef } from '../site/page-ref.ts';
import type { NamedWriter } from './named-writer.ts';

/** Something was written to an object: a hint, with who did it. */
export interface Notice extends NamedWriter {
  readonly kind: 'notice';
  readonly bucket: string;
  readonly key: string;
  /** When the channel says that it happened, ISO 8601; not S3's LastModified. */
  readonly at: string;
}

/** Somebody asked that a page be looked at. */
export interface Ask {
  readonly kind: 'ask';
  readonly ref: PageRef;
}

/** What a message of the uploads queue hints at. */
export type Hint = Notice | Ask;

// What is quoted from a notice ends up in incidents and alerts.
const LONGEST_WORD = 256;

/** The fields of a value that may be anything; none when it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** A text of at most 256 characters under the name, or nothing: absent and empty are the same in a notice. */
export function word<K extends string>(name: K, value: unknown): { [P in K]?: string };
export function word(name: string, value: unknown): object {
  return typeof value === 'string' && value !== '' ? { [name]: value.slice(0, LONGEST_WORD) } : {};
}
