import { CloudFront, EntityNotFound, paginateListKeyValueStores } from '@aws-sdk/client-cloudfront';
import * as z from 'zod';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { KeyValues } from './cloudfront/key-values.ts';
import { CLOUDFRONT_LIMITS } from './cloudfront/limits.ts';
import { readPairs } from './cloudfront/pairs.ts';
import { restoreStores } from './cloudfront/restore-stores.ts';

const SERVICE = 'cloudfront-stores';
const SEEN = z.object({ valuesEtag: z.string() });

/** Key-value stores of functions. Their values are data, and are captured as they are. */
export const service: Service = {
  name: SERVICE,
  title: 'CloudFront key-value stores',
  folder: SERVICE,
  where: 'global',
  // Reading keys has no published rate: a careful guess.
  limits: { ...CLOUDFRONT_LIMITS, 'CloudFront KeyValueStore': 10 },
  async *list(estate) {
    const pages = paginateListKeyValueStores({ client: estate.client(CloudFront) }, {});
    for await (const { KeyValueStoreList } of pages)
      for (const { Name: name = '' } of KeyValueStoreList?.Items ?? [])
        yield { service: SERVICE, id: name, name, region: 'global', folder: folderOf(SERVICE, name, 'global', '') };
  },
  async capture(resource, sink, estate) {
    const described = estate.client(CloudFront).describeKeyValueStore({ Name: resource.id });
    const { KeyValueStore, ETag } = await described.catch((error: unknown) => {
      throw error instanceof EntityNotFound ? gone(resource, error) : error;
    });
    const { Name, Comment = '', ARN: KvsARN, ...seen } = KeyValueStore ?? {};
    const values = estate.client(KeyValues);
    const { ETag: valuesEtag, ItemCount } = await values.describeKeyValueStore({ KvsARN });
    await sink.json('config.json', { Name, Comment });
    const before = sink.previous?.file('values.json');
    const known = before && SEEN.safeParse(await sink.previous?.json('observed.json')).data?.valuesEtag === valuesEtag;
    if (!known || !(await sink.reuse('values.json', before)))
      await sink.json('values.json', await readPairs(values, KvsARN));
    await sink.json('observed.json', { ...seen, ARN: KvsARN, ETag, valuesEtag, ItemCount });
  },
  restore: restoreStores,
};
