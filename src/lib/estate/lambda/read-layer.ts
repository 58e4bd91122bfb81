import { paginateListLayerVersions, type GetLayerVersionResponse, type Lambda } from '@aws-sdk/client-lambda';
import { unlessAbsent } from '../shared/absent.ts';
import { allPages } from '../shared/all-pages.ts';
import type { Hide } from '../shared/hidden-texts.ts';
import { layerVersionOf, type LayerVersion } from './layer-document.ts';

/** One version of a layer as AWS tells it. */
export interface ReadLayerVersion {
  readonly number: string;
  readonly answer: GetLayerVersionResponse;
  readonly version: LayerVersion;
}

/** All versions of a layer; none where there is no such layer. */
export async function readLayer(client: Lambda, LayerName: string, hide: Hide): Promise<readonly ReadLayerVersion[]> {
  const listed = await allPages(paginateListLayerVersions({ client }, { LayerName }), (page) => page.LayerVersions);
  const versions: ReadLayerVersion[] = [];
  for (const { Version: VersionNumber = 0 } of listed) {
    const of = { LayerName, VersionNumber };
    const answer = await unlessAbsent(client.getLayerVersion(of), 'ResourceNotFoundException');
    // Deleted since it was listed.
    if (!answer) continue;
    const policy = await unlessAbsent(client.getLayerVersionPolicy(of), 'ResourceNotFoundException');
    versions.push({
      number: String(VersionNumber),
      answer,
      version: await layerVersionOf(answer, policy?.Policy, hide),
    });
  }
  return versions;
}
