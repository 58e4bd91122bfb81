import type { Service } from '../capture/service.ts';
import { publicKey } from './cloudfront/key-kinds.ts';
import { policyService } from './cloudfront/policy-service.ts';

/** Public keys, apart from the groups that name them: a group is restored after its keys. */
export const service: Service = policyService({
  name: 'cloudfront-keys',
  title: 'CloudFront public keys',
  kinds: [publicKey],
  after: [],
});
