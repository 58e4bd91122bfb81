import { CloudFront } from '@aws-sdk/client-cloudfront';
import { gone } from '../../capture/failure.ts';
import { folderOf } from '../../capture/resource.ts';
import type { Service } from '../../capture/service.ts';
import { CLOUDFRONT_LIMITS } from './limits.ts';
import { isMissing, kindOf, type PolicyKind } from './policy-kind.ts';
import { restorePolicies } from './restore-policies.ts';
import { settled } from './settled.ts';

/** A service of things that are listed, read and written alike; ids of its resources are `kind/id`. */
export function policyService({
  name: service,
  title,
  kinds,
  after,
}: {
  readonly name: string;
  readonly title: string;
  readonly kinds: readonly PolicyKind[];
  /** See `Restorer.after`. */
  readonly after: readonly string[];
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
      // A drill's copy that was never made is looked for by its name.
      if (resource.id === resource.name) throw gone(resource);
      const { kind, id } = kindOf(kinds, resource.id);
      const { config, etag } = await kind.get(estate.client(CloudFront), id).catch((error: unknown) => {
        throw isMissing(error) ? gone(resource, error) : error;
      });
      await sink.json('config.json', settled(config));
      await sink.json('observed.json', { id, etag });
    },
    restore: restorePolicies(kinds, after),
  };
}
