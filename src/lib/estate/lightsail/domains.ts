import type { DomainEntry } from '@aws-sdk/client-lightsail';
import { differ, listOf } from '../shared/config.ts';
import { picked } from '../shared/picked.ts';
import { configured } from './configured.ts';
import { tagList, tagsOf } from './tags.ts';
import { without } from '../shared/without.ts';

/** Lightsail's own DNS zones with their records. AWS asks for them in us-east-1, and makes the NS and SOA records itself. */
export const domains = configured({
  global: true,
  page: async (client, token) => {
    const { domains: items, nextPageToken } = await client.getDomains(token);
    return { items, nextPageToken };
  },
  one: async (client, domainName) => (await client.getDomain({ domainName })).domain,
  config: (domain) => ({ name: domain.name, records: recordsOf(domain.domainEntries), tags: tagsOf(domain.tags) }),
  seen: (domain) => picked(domain, 'arn', 'supportCode', 'createdAt', 'registeredDomainDelegationInfo'),
  made: (domainName, { tags, records }, call) => [
    call('create-domain', { domainName, tags: tagList(tags) }),
    ...listOf(records).map((domainEntry) => call('create-domain-entry', { domainName, domainEntry })),
  ],
  changed: (domainName, { records }, live, call) => {
    const [wanted, is] = [listOf(records), listOf(live['records'])];
    const lacks = (list: typeof is, record: unknown) => !list.some((each) => !differ(each, record));
    return [
      ...is
        .filter((record) => lacks(wanted, record))
        .map((domainEntry) => call('delete-domain-entry', { domainName, domainEntry })),
      ...wanted
        .filter((record) => lacks(is, record))
        .map((domainEntry) => call('create-domain-entry', { domainName, domainEntry })),
    ];
  },
});

function recordsOf(entries: readonly DomainEntry[] = []) {
  const order = ({ name = '', type = '', target = '' }: DomainEntry) => `${name} ${type} ${target}`;
  return entries
    .filter(({ type }) => type !== 'NS' && type !== 'SOA')
    .map((entry) => without(entry, 'id', 'options'))
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}
