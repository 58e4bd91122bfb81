import { fieldsOf, word } from './notice.ts';
import type { Notice } from './notice.ts';

/**
 * Reads one record of a native S3 notification (event format 2.x). Keys come URL-encoded with `+` for a space; one that
 * cannot be decoded is taken as it is. `undefined` when it names no object.
 */
export function s3Record(value: unknown): Notice | undefined {
  const record = fieldsOf(value);
  const s3 = fieldsOf(record['s3']);
  const object = fieldsOf(s3['object']);
  const { name: bucket } = fieldsOf(s3['bucket']);
  const { key } = object;
  if (typeof bucket !== 'string' || typeof key !== 'string' || key === '') return undefined;
  return {
    kind: 'notice',
    bucket,
    key: decodedKey(key),
    ...word('versionId', object['versionId']),
    ...word('etag', object['eTag']),
    writer: {
      ...word('principal', fieldsOf(record['userIdentity'])['principalId']),
      ...word('sourceIp', fieldsOf(record['requestParameters'])['sourceIPAddress']),
      ...word('event', record['eventName']),
    },
    at: typeof record['eventTime'] === 'string' ? record['eventTime'] : '',
  };
}

function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
