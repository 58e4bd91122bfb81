/** The request headers that say where a request comes from; `undefined` where there is none. */
export interface Coming {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined;
}

/** Whether a request names the console as its host: another name that leads here is an attack by DNS. */
export function isOurHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/**
 * Whether a browser says that a page of the console itself sent this. The pages tell no referrer, so browsers send the
 * origin `null` with their forms; then `Sec-Fetch-Site`, which no page can set, has to say it.
 */
export function isSameOrigin({ host, origin, site }: Coming): boolean {
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined || origin === 'null') return site === 'same-origin';
  return origin === `http://${host}`;
}
