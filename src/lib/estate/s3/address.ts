import { HeadBucketCommand, type S3 } from '@aws-sdk/client-s3';
import { HoldfastError } from '../../errors.ts';

/** Where a bucket's requests go. */
export interface Address {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: number | undefined;
  /** Before an object's own path, without a slash at its end: empty, or the bucket. */
  readonly path: string;
}

/**
 * Where the SDK would send requests for a bucket, by all that configures it: endpoint, FIPS, dual stack, path style. Nothing is
 * sent: a request is built, and stopped before it is signed.
 */
export async function addressOf(s3: S3, bucket: string): Promise<Address> {
  let built: unknown;
  const command = new HeadBucketCommand({ Bucket: bucket });
  command.middlewareStack.add(
    () => async (args) => {
      built = args.request;
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'build', priority: 'low', name: 'holdfastStop' },
  );
  await s3.send(command);
  if (!isRequest(built)) throw new HoldfastError('ESTATE.FAILED', `The SDK gives no address for ${bucket}.`);
  const { protocol, hostname, port, path } = built;
  return { protocol, hostname, port, path: path.replace(/\/$/, '') };
}

interface Request {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
}

function isRequest(value: unknown): value is Request {
  return typeof value === 'object' && value !== null && 'hostname' in value && 'path' in value && 'protocol' in value;
}

/** A key as the path of a request: every byte but unreserved ones and slashes is encoded, also where it is `.` or `..`. */
export function encodedKey(key: string): string {
  return key.split('/').map(encodedText).join('/');
}

export function encodedText(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
