// Imported lazily: named here, the rest of the client is left out of the bundle.
export { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
