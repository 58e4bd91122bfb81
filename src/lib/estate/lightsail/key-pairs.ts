import { picked } from '../shared/picked.ts';
import { configured } from './configured.ts';
import { tagsOf } from './tags.ts';

/** Key pairs by name; nobody gives out their private keys again. */
export const keyPairs = configured({
  page: async (client, token) => {
    const { keyPairs: items, nextPageToken } = await client.getKeyPairs(token);
    return { items, nextPageToken };
  },
  one: async (client, keyPairName) => (await client.getKeyPair({ keyPairName })).keyPair,
  config: (pair) => ({ ...picked(pair, 'name', 'fingerprint'), tags: tagsOf(pair.tags) }),
  seen: (pair) => picked(pair, 'arn', 'supportCode', 'createdAt'),
  made: (keyPairName, _config, call) => [call('import-key-pair', { keyPairName, publicKeyBase64: 'FILL-IN' })],
  notes: ['Put the public key, in Base64, in the place of FILL-IN: captures have none.'],
});
