/** The request headers that say where a request comes from; `undefined` where there is none. */
export interface Coming {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined;
}

/**
 * Whether a browser says that a page of the same host sent this, and nothing that it says speaks against it. The pages
 * tell no referrer, so browsers send the origin `null` with their forms (Fetch, "append a request Origin header"); then
 * `Sec-Fetch-Site`, which no page can set, has to say it.
 */
export function isSameOrigin({ host, origin, site }: Coming): boolean {
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined || origin === 'null') return site === 'same-origin';
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
