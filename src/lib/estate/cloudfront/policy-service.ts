import { CloudFront } from '@aws-sdk/client-cloudfront';
import { gone } from '../../capture/failure.ts';
import { folderOf } from '../../capture/resource.ts';
import type { Service } from '../../capture/service.ts';
import { HoldfastError } from '../../errors.ts';
import { CLOUDFRONT_LIMITS } from './limits.ts';
import { isMissing, type PolicyKind } from './policy-kind.ts';
import { settled } from './settled.ts';

/** A service of things that are listed, read and written alike; ids of its resources are `kind/id`. */
export function policyService({
  name: service,
  title,
  kinds,
}: {
  readonly name: string;
  readonly title: string;
  readonly kinds: readonly PolicyKind[];
}): Service {
  return {
    name: service,
    title,
    folder: service,
    where: 'global',
    limits: CLOUDFRONT_LIMITS,
    async *list(estate) {
      const cloudfront = estate.client(CloudFront);
      for (const kind of kinds) {
        for await (const { id, name } of kind.list(cloudfront)) {
          const folder = folderOf(service, `${kind.name}-${name}`, 'global', '');
          yield { service, id: `${kind.name}/${id}`, name, region: 'global', folder };
        }
      }
    },
    async capture(resource, sink, estate) {
      const { kind, id } = kindOf(kinds, resource.id);
      const { config, etag } = await kind.get(estate.client(CloudFront), id).catch((error: unknown) => {
        throw isMissing(error) ? gone(resource, error) : error;
      });
      await sink.json('config.json', settled(config));
      await sink.json('observed.json', { id, etag });
    },
  };
}

/** The kind that an id of a resource begins with, and CloudFront's own id. */
export function kindOf(
  kinds: readonly PolicyKind[],
  resource: string,
): { readonly kind: PolicyKind; readonly id: string } {
  const kind = kinds.find(({ name }) => resource.startsWith(`${name}/`));
  if (!kind) throw new HoldfastError('CAPTURE.DAMAGED', `${resource} is of no kind that is known here.`);
  return { kind, id: resource.slice(kind.name.length + 1) };
}
