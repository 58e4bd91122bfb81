import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { expect, test } from 'vitest';
import { distributionConfig } from '../../src/lib/aws/cloudfront-distributions.ts';
import { wire } from './wire.ts';

const XML = { 'content-type': 'text/xml' };

const FOUND = `<?xml version="1.0"?><Distribution><Id>E1</Id><DistributionConfig>
  <Origins><Quantity>2</Quantity><Items>
    <Origin><Id>site</Id><DomainName>demo.s3.amazonaws.com</DomainName><OriginPath>/www</OriginPath></Origin>
    <Origin><Id>api</Id><DomainName>api.example.com</DomainName></Origin>
  </Items></Origins>
  <OriginGroups><Quantity>1</Quantity><Items><OriginGroup><Id>both</Id><Members><Quantity>2</Quantity><Items>
    <OriginGroupMember><OriginId>site</OriginId></OriginGroupMember>
    <OriginGroupMember><OriginId>api</OriginId></OriginGroupMember>
  </Items></Members></OriginGroup></Items></OriginGroups>
  <DefaultCacheBehavior><TargetOriginId>both</TargetOriginId></DefaultCacheBehavior>
  <CacheBehaviors><Quantity>1</Quantity><Items>
    <CacheBehavior><PathPattern>/api/*</PathPattern><TargetOriginId>api</TargetOriginId></CacheBehavior>
  </Items></CacheBehaviors>
  <CustomErrorResponses><Quantity>2</Quantity><Items>
    <CustomErrorResponse><ErrorCode>403</ErrorCode><ResponsePagePath>/404.html</ResponsePagePath><ResponseCode>404</ResponseCode></CustomErrorResponse>
    <CustomErrorResponse><ErrorCode>500</ErrorCode><ResponsePagePath></ResponsePagePath><ResponseCode></ResponseCode></CustomErrorResponse>
  </Items></CustomErrorResponses>
</DistributionConfig></Distribution>`;

test('reads origins, groups, behaviors and error pages of a distribution', async () => {
  const { settings, requests } = await wire(() => ({ headers: XML, body: FOUND }));
  expect(await distributionConfig(new CloudFrontClient(settings), 'E1')).toEqual({
    origins: [
      { id: 'site', domain: 'demo.s3.amazonaws.com', path: '/www' },
      { id: 'api', domain: 'api.example.com', path: '' },
    ],
    defaultOrigin: 'site',
    behaviors: [{ pattern: '/api/*', origin: 'api' }],
    errorPages: [{ code: 403, page: '/404.html', as: 404 }, { code: 500 }],
  });
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /2020-05-31/distribution/E1']);
});

test('has none for an id that nobody has, and says what else goes wrong', async () => {
  const refusal = (code: string) =>
    `<?xml version="1.0"?><ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;
  const missing = await wire(() => ({ status: 404, headers: XML, body: refusal('NoSuchDistribution') }));
  expect(await distributionConfig(new CloudFrontClient(missing.settings), 'E1')).toBeUndefined();
  const denied = await wire(() => ({ status: 403, headers: XML, body: refusal('AccessDenied') }));
  const asked = distributionConfig(new CloudFrontClient(denied.settings), 'E1');
  await expect(asked).rejects.toMatchObject({ code: 'CDN.DENIED' });
});
