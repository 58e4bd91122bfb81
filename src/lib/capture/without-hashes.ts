import type { CapturedResource } from './captured-resource.ts';
import { mappedResource } from './mapped-resource.ts';
import { isSecretReference } from './secrets.ts';

const NONE = `hmac-sha256:${'0'.repeat(64)}`;

/** A resource whose secrets all seem the same: for comparing captures whose hashes were made with different keys. */
export function withoutHashes(resource: CapturedResource): CapturedResource {
  return mappedResource(resource, (value) => (isSecretReference(value) ? { ...value, secret: NONE } : value));
}
