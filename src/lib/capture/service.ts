import type * as z from 'zod';
import type { CapturedResource } from './captured-resource.ts';
import type { Change } from './change.ts';
import type { Estate } from './estate.ts';
import type { Resource } from './resource.ts';
import type { Restorer } from './restore.ts';
import type { Sink } from './sink.ts';

/**
 * One kind of thing that estates have: how it is listed, captured, compared and restored. A service is one file of
 * `lib/estate`, which the command line finds there by itself.
 *
 * What is captured falls in two. Documents that say what a resource **is** are compared and restored: they hold no times of
 * change, no states and nothing else that moves by itself, and lists whose order means nothing are sorted. What was only
 * **seen** (times, states, sizes, AWS's own ids) goes to `observed.json`, which is never compared.
 */
export interface Service {
  /** One word, as in `--only lambda` and `capture.yml`. */
  readonly name: string;
  /** For people: `Lambda functions`. */
  readonly title: string;
  /** Its folder in a capture: `lambda-functions`. */
  readonly folder: string;
  /** Whether it has resources in each region, or one set for the account. `elsewhere`: it is not on AWS. */
  readonly where: 'regional' | 'global' | 'elsewhere';
  /**
   * Requests a second that this account may make of an API, by the SDK's name for it (`Route 53`), or by operation
   * (`Lambda.GetFunction`). Say in a comment where the number comes from.
   */
  readonly limits: Readonly<Record<string, number>>;
  /** Resources captured at once; 4 where nothing is said. */
  readonly concurrency?: number;
  /** What `capture.yml` may say of it besides `include` and `exclude`, strictly. */
  readonly options?: z.ZodObject;
  /** What capturing it sets off in the account besides reading, for people, with these options; told before. */
  setsOff?(options: Readonly<Record<string, unknown>>): string | undefined;
  /** Everything there is of it. Throws where it cannot be listed: the capture is then incomplete. */
  list(estate: Estate): AsyncIterable<Resource>;
  /**
   * Writes everything of one resource to the sink. May run again from the start after a failure or a kill. Throws `gone(resource)`
   * where the resource itself does not exist any more.
   */
  capture(resource: Resource, sink: Sink, estate: Estate): Promise<void>;
  /** What differs between two captures of one resource, where comparing its documents does not tell. */
  compare?(before: CapturedResource, after: CapturedResource): AsyncIterable<Change>;
  /** How it comes back. Without one, it is impossible here. */
  readonly restore?: Restorer;
}
