import type { Service } from '../capture/service.ts';
import { keyGroup, originAccessIdentity } from './cloudfront/key-kinds.ts';
import { NAMED_KINDS } from './cloudfront/policy-kinds.ts';
import { policyService } from './cloudfront/policy-service.ts';

/** Policies, origin access and key groups that this account made. */
export const service: Service = policyService({
  name: 'cloudfront-policies',
  title: 'CloudFront policies',
  kinds: [...NAMED_KINDS, originAccessIdentity, keyGroup],
  after: ['cloudfront-keys'],
});
