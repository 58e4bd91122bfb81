/** Where a page is served: its key, its site's key prefix, and the hosts that serve that site. */
export interface PageAddress {
  readonly key: string;
  /** Empty, or ending in `/`. */
  readonly prefix: string;
  readonly hosts?: readonly string[];
}

/** Stands for the site's own host, whatever that is. */
const OWN_HOST = 'site.invalid';

/** The address of a page within its site; the host stands for the site's own, whatever that is. */
export function pageUrl({ key, prefix }: PageAddress): URL {
  const path = key.slice(prefix.length).split('/').map(encodeURIComponent).join('/');
  return new URL(`https://${OWN_HOST}/${path}`);
}

/** The key of what an address of the site's own leads to; `undefined` for other hosts, folders and other schemes. */
export function assetKey(url: URL | undefined, { prefix, hosts = [] }: PageAddress): string | undefined {
  if (!url || (url.hostname !== OWN_HOST && !hosts.includes(url.hostname))) return undefined;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const path = decodePath(url.pathname.slice(1));
  return path === undefined || path === '' || path.endsWith('/') ? undefined : prefix + path;
}

/** A reference as a browser reads it against a base; `undefined` where it reads nothing. */
export function resolve(reference: string, base: URL): URL | undefined {
  return URL.canParse(reference, base.href) ? new URL(reference, base) : undefined;
}

/** `undefined` for escapes that are not UTF-8: no key can be meant by them. */
function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
