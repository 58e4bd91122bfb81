import type { Hide } from './bucket-config.ts';

/** Conditions whose values are often shared secrets: a header that only a distribution in front of a bucket sends. */
const SECRET = /^aws:(?:referer|useragent)$/i;

/** A policy whose secret conditions are hidden. */
export async function hidePolicy(policy: unknown, hide: Hide): Promise<unknown> {
  return walked(policy, 'policy', false, hide);
}

async function walked(value: unknown, at: string, secret: boolean, hide: Hide): Promise<unknown> {
  if (secret && typeof value === 'string') return hide(at, value);
  if (Array.isArray(value))
    return Promise.all(value.map((each, place) => walked(each, `${at}/${place}`, secret, hide)));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(async ([name, each]) => [
    name,
    await walked(each, `${at}/${name}`, secret || SECRET.test(name), hide),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}
