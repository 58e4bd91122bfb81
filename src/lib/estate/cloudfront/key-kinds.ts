import {
  paginateListCloudFrontOriginAccessIdentities,
  paginateListPublicKeys,
  type KeyGroupConfig,
  type PublicKeyConfig,
} from '@aws-sdk/client-cloudfront';
import * as z from 'zod';
import { isObject } from '../../capture/plain-value.ts';
import { markedPages } from './marked-pages.ts';
import type { PolicyKind } from './policy-kind.ts';

const GROUP = z.custom<KeyGroupConfig>(isObject);
const KEY = z.custom<Omit<PublicKeyConfig, 'CallerReference'>>(isObject);
const IDENTITY = z.object({ Comment: z.string() });

export const keyGroup: PolicyKind = {
  name: 'key-group',
  async *list(cloudfront) {
    for await (const { KeyGroup } of markedPages((Marker) => cloudfront.listKeyGroups({ Marker }), 'KeyGroupList'))
      yield { id: KeyGroup?.Id ?? '', name: KeyGroup?.KeyGroupConfig?.Name ?? '' };
  },
  async get(cloudfront, Id) {
    const { KeyGroupConfig, ETag = '' } = await cloudfront.getKeyGroupConfig({ Id });
    return { config: KeyGroupConfig, etag: ETag };
  },
  async create(cloudfront, config) {
    return (await cloudfront.createKeyGroup({ KeyGroupConfig: GROUP.parse(config) })).KeyGroup?.Id ?? '';
  },
  update: (cloudfront, Id, config, IfMatch) =>
    cloudfront.updateKeyGroup({ Id, IfMatch, KeyGroupConfig: GROUP.parse(config) }),
  remove: (cloudfront, Id, IfMatch) => cloudfront.deleteKeyGroup({ Id, IfMatch }),
};

/** The caller's reference is not captured, and has to stay what it is. */
export const publicKey: PolicyKind = {
  name: 'public-key',
  async *list(client) {
    for await (const { PublicKeyList } of paginateListPublicKeys({ client }, {}))
      for (const { Id = '', Name = '' } of PublicKeyList?.Items ?? []) yield { id: Id, name: Name };
  },
  async get(cloudfront, Id) {
    const { PublicKeyConfig, ETag = '' } = await cloudfront.getPublicKeyConfig({ Id });
    const { CallerReference: _, ...config } = PublicKeyConfig ?? {};
    return { config, etag: ETag };
  },
  async create(cloudfront, config, CallerReference) {
    const PublicKeyConfig = { ...KEY.parse(config), CallerReference };
    return (await cloudfront.createPublicKey({ PublicKeyConfig })).PublicKey?.Id ?? '';
  },
  async update(cloudfront, Id, config, IfMatch) {
    const { PublicKeyConfig } = await cloudfront.getPublicKeyConfig({ Id });
    const { CallerReference } = PublicKeyConfig ?? {};
    await cloudfront.updatePublicKey({ Id, IfMatch, PublicKeyConfig: { ...KEY.parse(config), CallerReference } });
  },
  remove: (cloudfront, Id, IfMatch) => cloudfront.deletePublicKey({ Id, IfMatch }),
};

/** Identities have no names: they are called by their ids. */
export const originAccessIdentity: PolicyKind = {
  name: 'origin-access-identity',
  nameless: true,
  async *list(client) {
    for await (const page of paginateListCloudFrontOriginAccessIdentities({ client }, {}))
      for (const { Id = '', Comment = '' } of page.CloudFrontOriginAccessIdentityList?.Items ?? [])
        yield { id: Id, name: Id, comment: Comment };
  },
  async get(cloudfront, Id) {
    const found = await cloudfront.getCloudFrontOriginAccessIdentityConfig({ Id });
    const { Comment } = found.CloudFrontOriginAccessIdentityConfig ?? {};
    return { config: { Comment }, etag: found.ETag ?? '' };
  },
  async create(cloudfront, config, CallerReference) {
    const CloudFrontOriginAccessIdentityConfig = { ...IDENTITY.parse(config), CallerReference };
    const made = await cloudfront.createCloudFrontOriginAccessIdentity({ CloudFrontOriginAccessIdentityConfig });
    return made.CloudFrontOriginAccessIdentity?.Id ?? '';
  },
  async update(cloudfront, Id, config, IfMatch) {
    const found = await cloudfront.getCloudFrontOriginAccessIdentityConfig({ Id });
    const { CallerReference } = found.CloudFrontOriginAccessIdentityConfig ?? {};
    const CloudFrontOriginAccessIdentityConfig = { ...IDENTITY.parse(config), CallerReference };
    await cloudfront.updateCloudFrontOriginAccessIdentity({ Id, IfMatch, CloudFrontOriginAccessIdentityConfig });
  },
  remove: (cloudfront, Id, IfMatch) => cloudfront.deleteCloudFrontOriginAccessIdentity({ Id, IfMatch }),
};
