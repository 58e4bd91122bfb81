import {
  paginateListOriginAccessControls,
  type CachePolicyConfig,
  type OriginAccessControlConfig,
  type OriginRequestPolicyConfig,
  type ResponseHeadersPolicyConfig,
} from '@aws-sdk/client-cloudfront';
import * as z from 'zod';
import { isObject } from '../../capture/plain-value.ts';
import { markedPages } from './marked-pages.ts';
import type { PolicyKind } from './policy-kind.ts';

// What CloudFront's own answers had, read back from a capture.
const CACHE = z.custom<CachePolicyConfig>(isObject);
const REQUEST = z.custom<OriginRequestPolicyConfig>(isObject);
const HEADERS = z.custom<ResponseHeadersPolicyConfig>(isObject);
const ACCESS = z.custom<OriginAccessControlConfig>(isObject);

const cachePolicy: PolicyKind = {
  name: 'cache-policy',
  async *list(cloudfront) {
    const pages = markedPages((Marker) => cloudfront.listCachePolicies({ Marker, Type: 'custom' }), 'CachePolicyList');
    for await (const { CachePolicy } of pages)
      yield { id: CachePolicy?.Id ?? '', name: CachePolicy?.CachePolicyConfig?.Name ?? '' };
  },
  async get(cloudfront, Id) {
    const { CachePolicyConfig, ETag = '' } = await cloudfront.getCachePolicyConfig({ Id });
    return { config: CachePolicyConfig, etag: ETag };
  },
  async create(cloudfront, config) {
    const made = await cloudfront.createCachePolicy({ CachePolicyConfig: CACHE.parse(config) });
    return made.CachePolicy?.Id ?? '';
  },
  update: (cloudfront, Id, config, IfMatch) =>
    cloudfront.updateCachePolicy({ Id, IfMatch, CachePolicyConfig: CACHE.parse(config) }),
  remove: (cloudfront, Id, IfMatch) => cloudfront.deleteCachePolicy({ Id, IfMatch }),
};

const originRequestPolicy: PolicyKind = {
  name: 'origin-request-policy',
  async *list(cloudfront) {
    const pages = markedPages(
      (Marker) => cloudfront.listOriginRequestPolicies({ Marker, Type: 'custom' }),
      'OriginRequestPolicyList',
    );
    for await (const { OriginRequestPolicy } of pages)
      yield { id: OriginRequestPolicy?.Id ?? '', name: OriginRequestPolicy?.OriginRequestPolicyConfig?.Name ?? '' };
  },
  async get(cloudfront, Id) {
    const { OriginRequestPolicyConfig, ETag = '' } = await cloudfront.getOriginRequestPolicyConfig({ Id });
    return { config: OriginRequestPolicyConfig, etag: ETag };
  },
  async create(cloudfront, config) {
    const OriginRequestPolicyConfig = REQUEST.parse(config);
    return (await cloudfront.createOriginRequestPolicy({ OriginRequestPolicyConfig })).OriginRequestPolicy?.Id ?? '';
  },
  update: (cloudfront, Id, config, IfMatch) =>
    cloudfront.updateOriginRequestPolicy({
      Id,
      IfMatch,
      OriginRequestPolicyConfig: REQUEST.parse(config),
    }),
  remove: (cloudfront, Id, IfMatch) => cloudfront.deleteOriginRequestPolicy({ Id, IfMatch }),
};

const responseHeadersPolicy: PolicyKind = {
  name: 'response-headers-policy',
  async *list(cloudfront) {
    const pages = markedPages(
      (Marker) => cloudfront.listResponseHeadersPolicies({ Marker, Type: 'custom' }),
      'ResponseHeadersPolicyList',
    );
    for await (const { ResponseHeadersPolicy: policy } of pages)
      yield { id: policy?.Id ?? '', name: policy?.ResponseHeadersPolicyConfig?.Name ?? '' };
  },
  async get(cloudfront, Id) {
    const { ResponseHeadersPolicyConfig, ETag = '' } = await cloudfront.getResponseHeadersPolicyConfig({ Id });
    return { config: ResponseHeadersPolicyConfig, etag: ETag };
  },
  async create(cloudfront, config) {
    const ResponseHeadersPolicyConfig = HEADERS.parse(config);
    const made = await cloudfront.createResponseHeadersPolicy({ ResponseHeadersPolicyConfig });
    return made.ResponseHeadersPolicy?.Id ?? '';
  },
  update: (cloudfront, Id, config, IfMatch) =>
    cloudfront.updateResponseHeadersPolicy({
      Id,
      IfMatch,
      ResponseHeadersPolicyConfig: HEADERS.parse(config),
    }),
  remove: (cloudfront, Id, IfMatch) => cloudfront.deleteResponseHeadersPolicy({ Id, IfMatch }),
};

const originAccessControl: PolicyKind = {
  name: 'origin-access-control',
  async *list(client) {
    for await (const { OriginAccessControlList } of paginateListOriginAccessControls({ client: client }, {}))
      for (const { Id = '', Name = '' } of OriginAccessControlList?.Items ?? []) yield { id: Id, name: Name };
  },
  async get(cloudfront, Id) {
    const { OriginAccessControlConfig, ETag = '' } = await cloudfront.getOriginAccessControlConfig({ Id });
    return { config: OriginAccessControlConfig, etag: ETag };
  },
  async create(cloudfront, config) {
    const OriginAccessControlConfig = ACCESS.parse(config);
    return (await cloudfront.createOriginAccessControl({ OriginAccessControlConfig })).OriginAccessControl?.Id ?? '';
  },
  update: (cloudfront, Id, config, IfMatch) =>
    cloudfront.updateOriginAccessControl({
      Id,
      IfMatch,
      OriginAccessControlConfig: ACCESS.parse(config),
    }),
  remove: (cloudfront, Id, IfMatch) => cloudfront.deleteOriginAccessControl({ Id, IfMatch }),
};

/** What is told by a name that CloudFront holds to be unique. */
export const NAMED_KINDS: readonly PolicyKind[] = [
  cachePolicy,
  originRequestPolicy,
  responseHeadersPolicy,
  originAccessControl,
];
