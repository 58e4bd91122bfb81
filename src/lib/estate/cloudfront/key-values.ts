import { CloudFrontKeyValueStore } from '@aws-sdk/client-cloudfront-keyvaluestore';
// Without it, the SDK cannot sign for all regions at once, as key-value stores ask for.
import '@smithy/signature-v4a';
import type { ClientSettings } from '../../capture/estate.ts';

/**
 * The SDK's client of key-value stores. It puts the account before an endpoint's host, which an address on this machine cannot
 * have: an endpoint that is given is asked as it is, and signed for as that of one region.
 */
export class KeyValues extends CloudFrontKeyValueStore {
  constructor({ endpoint, ...settings }: ClientSettings) {
    super({ ...settings, ...(endpoint !== undefined && oneRegion(new URL(endpoint), settings.region)) });
  }
}

function oneRegion(url: URL, region: string) {
  const scheme = {
    schemeId: 'aws.auth#sigv4',
    signingProperties: { name: 'cloudfront-keyvaluestore', region },
    propertiesExtractor: (config: unknown, context: unknown) => ({ signingProperties: { config, context } }),
  };
  return { endpointProvider: () => ({ url }), httpAuthSchemeProvider: () => [scheme] };
}
