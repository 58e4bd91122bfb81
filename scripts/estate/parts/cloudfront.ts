import {
  CloudFront,
  type CacheBehavior,
  type DefaultCacheBehavior,
  type DistributionConfig,
  type Origin,
} from '@aws-sdk/client-cloudfront';
import { KeyValues } from '../../../src/lib/estate/cloudfront/key-values.ts';
import { each, unlessThere, type Ground } from '../ground.ts';
import { bucketName, TOPICS, topic } from '../names.ts';
import { secretOf } from '../random.ts';

/** A distribution, as others refer to it. */
export interface MadeDistribution {
  readonly id: string;
  readonly domain: string;
}

/** What distributions share. */
interface Shared {
  readonly access: string;
  readonly functions: readonly string[];
  readonly cachePolicy: string;
  readonly requestPolicy: string;
  readonly headersPolicy: string;
}

/** AWS's own policy, which every account has: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const STORES = 2;

/** Distributions, and the functions, policies, access controls and key-value stores that they use. */
export async function makeDistributions(ground: Ground): Promise<readonly MadeDistribution[]> {
  const cloudFront = ground.estate.client(CloudFront);
  const shared = await makeShared(ground, cloudFront);
  const made: MadeDistribution[] = [];
  await each(ground.size.distributions, async (index) => {
    const { Distribution } = await cloudFront.createDistributionWithTags({
      DistributionConfigWithTags: {
        DistributionConfig: configOf(ground.account, index, shared),
        Tags: { Items: [{ Key: 'site', Value: topic(index) }] },
      },
    });
    made[index] = { id: Distribution?.Id ?? '', domain: Distribution?.DomainName ?? '' };
  });
  return made;
}

async function makeShared({ estate, size }: Ground, cloudFront: CloudFront): Promise<Shared> {
  await each(STORES, async (index) => {
    const Name = `${topic(index)}-redirects`;
    const made = await unlessThere(cloudFront.createKeyValueStore({ Name, Comment: 'Where old paths went' }));
    const KvsARN = made?.KeyValueStore?.ARN;
    if (KvsARN === undefined) return;
    const values = estate.client(KeyValues);
    const { ETag } = await values.describeKeyValueStore({ KvsARN });
    const Puts = ['/old', '/spring sale', '/日本語'].map((Key) => ({ Key, Value: `/${topic(index)}/new` }));
    await values.updateKeys({ KvsARN, IfMatch: ETag, Puts });
  });
  await makeKeys(cloudFront);
  const { KeyValueStoreList } = await cloudFront.listKeyValueStores({});
  const stores = (KeyValueStoreList?.Items ?? []).map(({ ARN = '' }) => ARN).toSorted();
  const functions: string[] = [];
  for (let index = 0; index < Math.min(4, size.distributions); index += 1)
    functions.push(await makeFunction(cloudFront, index, stores[index]));
  const { OriginAccessControlList } = await cloudFront.listOriginAccessControls({});
  const access =
    OriginAccessControlList?.Items?.find(({ Name }) => Name === 'sites')?.Id ??
    (
      await cloudFront.createOriginAccessControl({
        OriginAccessControlConfig: {
          Name: 'sites',
          Description: 'Buckets of the sites',
          SigningProtocol: 'sigv4',
          SigningBehavior: 'always',
          OriginAccessControlOriginType: 's3',
        },
      })
    ).OriginAccessControl?.Id ??
    '';
  return {
    access,
    functions,
    cachePolicy: await cachePolicy(cloudFront),
    requestPolicy: await requestPolicy(cloudFront),
    headersPolicy: await headersPolicy(cloudFront),
  };
}

/** Of a key pair whose private half nobody has. */
const PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWHlVGV8gmGz81gmkxRA/YRU9kG3/
irWjxLBr/C6AIRDZd6a1fKLlHWTLQFGXYxu+8LPG6evdNylu8Av9REB3rg==
-----END PUBLIC KEY-----
`;

/** A key by which signed addresses are checked, in a group. */
async function makeKeys(cloudFront: CloudFront): Promise<void> {
  const { KeyGroupList } = await cloudFront.listKeyGroups({});
  if ((KeyGroupList?.Items ?? []).length > 0) return;
  const PublicKeyConfig = { CallerReference: 'estate', Name: 'tickets', EncodedKey: PUBLIC_KEY, Comment: 'Tickets' };
  const { PublicKey } = await cloudFront.createPublicKey({ PublicKeyConfig });
  await cloudFront.createKeyGroup({ KeyGroupConfig: { Name: 'tickets', Items: [PublicKey?.Id ?? ''] } });
}

async function makeFunction(cloudFront: CloudFront, index: number, store: string | undefined): Promise<string> {
  const Name = `${topic(index)}-rewrite`;
  const code = `function handler(event) { event.request.uri = event.request.uri.replace(/\\/$/, '/index.html'); return event.request; } // ${Name}\n`;
  const made = await unlessThere(
    cloudFront.createFunction({
      Name,
      FunctionConfig: {
        Comment: `Rewrites of ${topic(index)}`,
        Runtime: 'cloudfront-js-2.0',
        ...(store && { KeyValueStoreAssociations: { Quantity: 1, Items: [{ KeyValueStoreARN: store }] } }),
      },
      FunctionCode: Buffer.from(code),
    }),
  );
  if (made) await cloudFront.publishFunction({ Name, IfMatch: made.ETag });
  const { FunctionSummary } = await cloudFront.describeFunction({ Name, Stage: 'LIVE' });
  return FunctionSummary?.FunctionMetadata?.FunctionARN ?? '';
}

async function cachePolicy(cloudFront: CloudFront): Promise<string> {
  const { CachePolicyList } = await cloudFront.listCachePolicies({ Type: 'custom' });
  const there = CachePolicyList?.Items?.find(({ CachePolicy }) => CachePolicy?.CachePolicyConfig?.Name === 'sites');
  if (there?.CachePolicy?.Id !== undefined) return there.CachePolicy.Id;
  const { CachePolicy } = await cloudFront.createCachePolicy({
    CachePolicyConfig: {
      Name: 'sites',
      Comment: 'Pages of the sites',
      MinTTL: 0,
      DefaultTTL: 300,
      MaxTTL: 86_400,
      ParametersInCacheKeyAndForwardedToOrigin: {
        EnableAcceptEncodingGzip: true,
        EnableAcceptEncodingBrotli: true,
        HeadersConfig: { HeaderBehavior: 'none' },
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: { Quantity: 1, Items: ['v'] } },
      },
    },
  });
  return CachePolicy?.Id ?? '';
}

async function requestPolicy(cloudFront: CloudFront): Promise<string> {
  const { OriginRequestPolicyList } = await cloudFront.listOriginRequestPolicies({ Type: 'custom' });
  const there = OriginRequestPolicyList?.Items?.find(
    ({ OriginRequestPolicy }) => OriginRequestPolicy?.OriginRequestPolicyConfig?.Name === 'sites',
  );
  if (there?.OriginRequestPolicy?.Id !== undefined) return there.OriginRequestPolicy.Id;
  const { OriginRequestPolicy } = await cloudFront.createOriginRequestPolicy({
    OriginRequestPolicyConfig: {
      Name: 'sites',
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: { Quantity: 1, Items: ['Origin'] } },
      CookiesConfig: { CookieBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
    },
  });
  return OriginRequestPolicy?.Id ?? '';
}

async function headersPolicy(cloudFront: CloudFront): Promise<string> {
  const { ResponseHeadersPolicyList } = await cloudFront.listResponseHeadersPolicies({ Type: 'custom' });
  const there = ResponseHeadersPolicyList?.Items?.find(
    ({ ResponseHeadersPolicy }) => ResponseHeadersPolicy?.ResponseHeadersPolicyConfig?.Name === 'sites',
  );
  if (there?.ResponseHeadersPolicy?.Id !== undefined) return there.ResponseHeadersPolicy.Id;
  const { ResponseHeadersPolicy } = await cloudFront.createResponseHeadersPolicy({
    ResponseHeadersPolicyConfig: {
      Name: 'sites',
      SecurityHeadersConfig: { FrameOptions: { Override: true, FrameOption: 'DENY' } },
    },
  });
  return ResponseHeadersPolicy?.Id ?? '';
}

/** Even ones serve a bucket, every third also an API; the last twenty of the whole estate send on to another address. */
function configOf(account: string, index: number, shared: Shared): DistributionConfig {
  const kind = index < 2 * TOPICS.length ? 'site' : 'redirect';
  const origins: Origin[] = [siteOrigin(account, index, shared)];
  const behaviors: CacheBehavior[] = [];
  if (index % 3 === 0) {
    origins.push(apiOrigin(index));
    behaviors.push({ ...behavior('api', CACHING_OPTIMIZED), PathPattern: '/api/*', AllowedMethods: ALL_METHODS });
  }
  if (index % 4 === 1) behaviors.push({ ...behavior('site', shared.cachePolicy), PathPattern: '/assets/*' });
  const rewrite = shared.functions[index % 8];
  return {
    CallerReference: `estate-${index}`,
    Comment: `${kind} of ${topic(index)}, ${index}`,
    Enabled: true,
    HttpVersion: 'http2and3',
    PriceClass: index % 5 === 0 ? 'PriceClass_All' : 'PriceClass_100',
    DefaultRootObject: kind === 'site' ? 'index.html' : '',
    Origins: { Quantity: origins.length, Items: origins },
    DefaultCacheBehavior: {
      ...behavior('site', index % 2 === 0 ? shared.cachePolicy : CACHING_OPTIMIZED),
      ...(index % 3 === 2 && { OriginRequestPolicyId: shared.requestPolicy }),
      ...(index % 4 === 2 && { ResponseHeadersPolicyId: shared.headersPolicy }),
      ...(rewrite !== undefined && {
        FunctionAssociations: { Quantity: 1, Items: [{ EventType: 'viewer-request', FunctionARN: rewrite }] },
      }),
    },
    CacheBehaviors: { Quantity: behaviors.length, Items: behaviors },
    CustomErrorResponses: {
      Quantity: 1,
      Items: [{ ErrorCode: 404, ResponsePagePath: '/404.html', ResponseCode: '404', ErrorCachingMinTTL: 10 }],
    },
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    ViewerCertificate: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' },
  };
}

const ALL_METHODS = {
  Quantity: 7,
  Items: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
  CachedMethods: { Quantity: 2, Items: ['GET', 'HEAD'] },
} satisfies DefaultCacheBehavior['AllowedMethods'];

function behavior(TargetOriginId: string, CachePolicyId: string) {
  return {
    TargetOriginId,
    ViewerProtocolPolicy: 'redirect-to-https' as const,
    CachePolicyId,
    Compress: true,
  };
}

function siteOrigin(account: string, index: number, { access }: Shared): Origin {
  return {
    Id: 'site',
    DomainName: `${bucketName(account, index % (2 * TOPICS.length))}.s3.us-east-1.amazonaws.com`,
    OriginPath: index % 7 === 3 ? '/site' : '',
    S3OriginConfig: { OriginAccessIdentity: '' },
    OriginAccessControlId: access,
  };
}

function apiOrigin(index: number): Origin {
  return {
    Id: 'api',
    DomainName: `api.${topic(index)}.example`,
    OriginPath: '',
    CustomHeaders: {
      Quantity: 2,
      Items: [
        { HeaderName: 'X-Origin-Key', HeaderValue: secretOf(`cloudfront/${index}`) },
        { HeaderName: 'X-Site', HeaderValue: topic(index) },
      ],
    },
    CustomOriginConfig: {
      HTTPPort: 80,
      HTTPSPort: 443,
      OriginProtocolPolicy: 'https-only',
      OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
      OriginReadTimeout: 30,
      OriginKeepaliveTimeout: 5,
    },
  };
}
