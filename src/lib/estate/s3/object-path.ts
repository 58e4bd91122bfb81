import { createHash } from 'node:crypto';

/** In bytes: file systems take 255 for a name; some take no more than 1024 for a whole path, with the capture's own folder. */
const LONGEST_NAME = 200;
const LONGEST_PATH = 700;

/** What would lead a reader, a shell or a terminal astray, or what Windows does not take; and `%`, which stands for it. */
const UNSAFE = /[%\\:*?"<>|]|[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Where an object can be looked at: its key as a path of safe names. Different keys have different paths: what is unsafe becomes
 * `%` and its bytes, an empty name (`a//b`, a trailing slash) becomes `%` alone, and what is too long is cut and ends in `%~` and
 * a hash.
 */
export function objectPath(key: string): string {
  const names = key.split('/').map(safeName);
  const whole = names.join('/');
  if (whole.length <= LONGEST_PATH && Buffer.byteLength(whole) <= LONGEST_PATH) return whole;
  let path = '';
  for (const name of names) {
    if (Buffer.byteLength(path) + Buffer.byteLength(name) > LONGEST_PATH - 50) break;
    path += `${name}/`;
  }
  return `${path}%~${hashOf(key)}`;
}

function safeName(name: string): string {
  if (name === '') return '%';
  if (name === '.' || name === '..') return name.replaceAll('.', '%2E');
  const safe = name.replaceAll(UNSAFE, encoded);
  if (safe.length * 3 <= LONGEST_NAME || Buffer.byteLength(safe) <= LONGEST_NAME) return safe;
  return `${Buffer.from(safe)
    .subarray(0, LONGEST_NAME - 60)
    .toString()
    .replace(/(?:%[0-9A-F]?|\uFFFD)$/, '')}%~${hashOf(name)}`;
}

function encoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** 160 bits: nobody makes two keys that meet. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}
