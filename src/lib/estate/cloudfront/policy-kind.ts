import type { CloudFront } from '@aws-sdk/client-cloudfront';
import { HoldfastError } from '../../errors.ts';

/** A kind of thing that distributions refer to by id, and that has an ETag. */
export interface PolicyKind {
  /** As in `cache-policy`. */
  readonly name: string;
  /** It has a comment for a name. */
  readonly nameless?: true;
  /** Those that this account made; what AWS manages is the same everywhere and is named by id alone. */
  list(cloudfront: CloudFront): AsyncIterable<Listed>;
  /** Throws what CloudFront says where there is none: see `isMissing`. */
  get(cloudfront: CloudFront, id: string): Promise<{ readonly config: unknown; readonly etag: string }>;
  /** Gives its id. `reference` makes asking twice safe, where CloudFront takes one. */
  create(cloudfront: CloudFront, config: unknown, reference: string): Promise<string>;
  update(cloudfront: CloudFront, id: string, config: unknown, etag: string): Promise<unknown>;
  remove(cloudfront: CloudFront, id: string, etag: string): Promise<unknown>;
}

export interface Listed {
  readonly id: string;
  readonly name: string;
  /** What is in the place of a name, where it has none: told to find a drill's copy again. */
  readonly comment?: string;
}

/** The id of the one that is called so. */
export async function idNamed(kind: PolicyKind, cloudfront: CloudFront, name: string): Promise<string | undefined> {
  for await (const listed of kind.list(cloudfront))
    if ((kind.nameless === true ? listed.comment : listed.name) === name) return listed.id;
  return undefined;
}

/** Whether CloudFront says that there is none: `NoSuchCachePolicy` and the like. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('NoSuch');
}

/** The kind that an id of a resource begins with, and CloudFront's own id. Throws `CAPTURE.DAMAGED` where it begins with none. */
export function kindOf(
  kinds: readonly PolicyKind[],
  resource: string,
): { readonly kind: PolicyKind; readonly id: string } {
  const kind = kinds.find(({ name }) => resource.startsWith(`${name}/`));
  if (!kind) throw new HoldfastError('CAPTURE.DAMAGED', `${resource} is of no kind that is known here.`);
  return { kind, id: resource.slice(kind.name.length + 1) };
}
