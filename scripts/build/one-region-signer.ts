// Stands in, inside the bundles, for the S3 client's signer, which adds to this one the signatures of access points in
// several regions and of directory buckets: endpoints that `shake-endpoints.ts` refuses.
export {
  SignatureV4 as SignatureV4MultiRegion,
  SignatureV4 as SignatureV4SignWithCredentials,
} from '@smithy/signature-v4';
