import { MARK, type ServedHeaders } from '../site/version.ts';
import type { StagedSite } from './compare-targets.ts';
import { RELEASE_METADATA } from './release.ts';

/** A header that the two sides serve differently, or that one side serves other than configured. */
export interface HeaderDifference {
  /** As visitors get it, in lower case. */
  readonly name: string;
  /** Absent where that side does not serve it. */
  readonly production?: string;
  readonly staging?: string;
  /** The side whose configuration asks for another value. */
  readonly configured?: { readonly side: 'production' | 'staging'; readonly value: string };
}

const NAMES = {
  contentType: 'content-type',
  contentEncoding: 'content-encoding',
  contentDisposition: 'content-disposition',
  contentLanguage: 'content-language',
  expires: 'expires',
  websiteRedirect: 'x-amz-website-redirect-location',
} as const;

/**
 * Compares what visitors are served besides the bytes. Cache-Control is compared with what each side's configuration
 * says, where it says anything; the name of a release and our own mark never count.
 */
export function headerDifferences(
  site: StagedSite,
  production: ServedHeaders,
  staging: ServedHeaders,
): HeaderDifference[] {
  const ours = named(production);
  const theirs = named(staging);
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted();
  return [
    ...cacheControl(site, { production: production.cacheControl, staging: staging.cacheControl }),
    ...names.filter((name) => ours.get(name) !== theirs.get(name)).map((name) => pair(name, ours, theirs)),
  ];
}

function cacheControl(site: StagedSite, served: { production?: string; staging?: string }): HeaderDifference[] {
  const name = 'cache-control';
  const values = { ...present('production', served.production), ...present('staging', served.staging) };
  const wrong = (['production', 'staging'] as const).flatMap((side) => {
    const value = site[side].cacheControl;
    return value === undefined || value === served[side] ? [] : [{ name, ...values, configured: { side, value } }];
  });
  const free = site.production.cacheControl === undefined && site.staging.cacheControl === undefined;
  return free && (served.production ?? '') !== (served.staging ?? '') ? [{ name, ...values }] : wrong;
}

/** Headers by name without those that are compared otherwise or never; an empty one is none. */
function named({ metadata, ...headers }: ServedHeaders): ReadonlyMap<string, string> {
  const own = Object.entries(NAMES).map(([field, name]) => [name, Reflect.get(headers, field)] as const);
  const users = Object.entries(metadata)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name !== MARK && name !== RELEASE_METADATA)
    .map(([name, value]) => [`x-amz-meta-${name}`, value] as const);
  return new Map([...own, ...users].filter(([, value]) => value !== undefined && value !== ''));
}

function pair(name: string, ours: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): HeaderDifference {
  return { name, ...present('production', ours.get(name)), ...present('staging', theirs.get(name)) };
}

function present<Side extends string>(side: Side, value: string | undefined): { [S in Side]?: string };
function present(side: string, value: string | undefined): object {
  return value === undefined ? {} : { [side]: value };
}
