// Imported lazily: only whoever looks at an incident needs links.
export { getSignedUrl } from '@aws-sdk/s3-request-presigner';
