const part = (text: string): string => encodeURIComponent(text.toWellFormed());

/** The console's page of a site. */
export const siteAt = (site: string): string => `/sites/${part(site)}`;

/** The console's list of all tokens of a site. */
export const tokensAt = (site: string): string => `${siteAt(site)}/tokens`;

/** The console's page of a guarded page; keys are free text, so they stand in the query. */
export const pageAt = (site: string, key: string): string => `${siteAt(site)}/page?key=${part(key)}`;

/** The console's page of an incident. */
export const incidentAt = (id: string): string => `/incidents/${part(id)}`;

/** An address with these words in its query; what is `undefined` is left out. */
export function withQuery(address: string, query: Readonly<Record<string, string | undefined>>): string {
  const words = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${part(value)}`],
  );
  if (words.length === 0) return address;
  return `${address}${address.includes('?') ? '&' : '?'}${words.join('&')}`;
}
