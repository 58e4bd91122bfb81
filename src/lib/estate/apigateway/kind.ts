import { gone } from '../../capture/failure.ts';
import type { Estate } from '../../capture/estate.ts';
import type { Resource } from '../../capture/resource.ts';
import type { Sink } from '../../capture/sink.ts';

/** A kind of thing of API Gateway. Ids of its resources are `kind/id`. */
export interface Kind {
  /** As in `rest`. */
  readonly name: string;
  list(
    estate: Estate,
    region: string,
  ): AsyncIterable<{
    readonly id: string;
    readonly name: string;
    /** What tells it from others of this name, where names are not unique. */
    readonly suffix?: string;
    readonly tags?: Readonly<Record<string, string>> | undefined;
  }>;
  /** `id` is API Gateway's own. Throws `ESTATE.GONE` where there is none. */
  capture(id: string, resource: Resource, sink: Sink, estate: Estate): Promise<void>;
}

/** For the failure of the first look at a resource: tells that it does not exist any more. */
export function orGone(resource: Resource): (error: unknown) => never {
  return (error) => {
    throw error instanceof Error && error.name === 'NotFoundException' ? gone(resource, error) : error;
  };
}
