import { fieldsOf, word } from './notice.ts';
import type { Notice } from './notice.ts';

// EventBridge's words for what native notices call by these names (S3 user guide, "EventBridge event message structure").
const ACTIONS: Readonly<Record<string, string>> = {
  PutObject: 'Put',
  'POST Object': 'Post',
  CopyObject: 'Copy',
  CompleteMultipartUpload: 'CompleteMultipartUpload',
};

/**
 * Reads an S3 event of EventBridge. Keys come as they are. The requester is an account or a service, which is all that
 * EventBridge tells. `undefined` when it names no object.
 */
export function eventBridgeEvent(event: Readonly<Record<string, unknown>>): Notice | undefined {
  const detail = fieldsOf(event['detail']);
  const object = fieldsOf(detail['object']);
  const { name: bucket } = fieldsOf(detail['bucket']);
  const { key } = object;
  if (typeof bucket !== 'string' || typeof key !== 'string' || key === '') return undefined;
  return {
    kind: 'notice',
    bucket,
    key,
    ...word('versionId', object['version-id']),
    ...word('etag', object['etag']),
    writer: {
      ...word('principal', detail['requester']),
      ...word('sourceIp', detail['source-ip-address']),
      ...word('event', eventName(event['detail-type'], detail)),
    },
    at: typeof event['time'] === 'string' ? event['time'] : '',
  };
}

/** The event's name as native notices have it, so that a lifecycle expiry is known by one name. */
function eventName(type: unknown, detail: Readonly<Record<string, unknown>>): string {
  const { reason } = detail;
  if (type === 'Object Created')
    return `ObjectCreated:${typeof reason === 'string' ? (ACTIONS[reason] ?? reason) : ''}`;
  if (type !== 'Object Deleted') return String(type);
  const family = reason === 'Lifecycle Expiration' ? 'LifecycleExpiration' : 'ObjectRemoved';
  return `${family}:${detail['deletion-type'] === 'Delete Marker Created' ? 'DeleteMarkerCreated' : 'Delete'}`;
}
