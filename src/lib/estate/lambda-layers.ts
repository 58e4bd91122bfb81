import { Lambda, paginateListLayers } from '@aws-sdk/client-lambda';
import type { CapturedResource } from '../capture/captured-resource.ts';
import { compareDocuments } from '../capture/compare-documents.ts';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { captureCode, type EarlierCode } from './lambda/capture-code.ts';
import { compareCode } from './lambda/compare-code.ts';
import { LAYER_DOCUMENT, LAYER_OBSERVED } from './lambda/layer-document.ts';
import { LAMBDA_LIMITS } from './lambda/limits.ts';
import { readLayer } from './lambda/read-layer.ts';
import { LAYER_RESTORER } from './lambda/restore-layer.ts';

const FOLDER = 'lambda-layers';
const placeOf = (version: string) => ({
  zip: `${version}/layer.zip`,
  source: `${version}/source`,
  index: `${version}/source.ndjson`,
});

/** Layers of this account: all their versions with their content, and who may use them. Those of other accounts are not captured. */
export const service: Service = {
  name: 'lambda-layers',
  title: 'Lambda layers',
  folder: FOLDER,
  where: 'regional',
  limits: LAMBDA_LIMITS,
  async *list(estate) {
    for (const region of estate.regions) {
      for await (const { Layers = [] } of paginateListLayers({ client: estate.client(Lambda, region) }, {})) {
        for (const { LayerName: name = '' } of Layers) {
          const folder = folderOf(FOLDER, name, region, estate.regions[0]);
          yield { service: 'lambda-layers', id: name, name, region, folder };
        }
      }
    }
  },
  async capture(layer, sink, estate) {
    const client = estate.client(Lambda, layer.region);
    const read = await readLayer(client, layer.id, (name, value) => sink.secret(name, value));
    if (read.length === 0) throw gone(layer);
    const earlier = await earlierVersions(sink.previous);
    const observed: Record<string, unknown> = {};
    for (const { number, answer } of read) {
      const { Location: url, CodeSha256: sha256 } = answer.Content ?? {};
      const before = earlier.get(number) ?? { sha256: undefined, unpacked: undefined };
      const code = { what: `${layer.name}:${number}`, url: url ?? '', sha256: sha256 ?? '' };
      const fetched = sink.fetches && url !== undefined && sha256 !== undefined;
      const Source = fetched ? await captureCode(code, placeOf(number), before, sink, estate) : undefined;
      observed[number] = { LayerVersionArn: answer.LayerVersionArn, CreatedDate: answer.CreatedDate, Source };
    }
    const versions = Object.fromEntries(read.map(({ number, version }) => [number, version]));
    await sink.json('config.json', { LayerName: layer.id, Versions: versions });
    await sink.json('observed.json', { Versions: observed });
  },
  async *compare(before, after) {
    const [left, right] = [await documentOf(before), await documentOf(after)];
    yield* compareDocuments('config.json', left, right);
    for (const [name, { CodeSha256 }] of Object.entries(left.Versions)) {
      const other = right.Versions[name];
      if (other && other.CodeSha256 !== CodeSha256) yield* compareCode(before, after, placeOf(name));
    }
  },
  restore: LAYER_RESTORER,
};

async function documentOf(resource: CapturedResource) {
  return LAYER_DOCUMENT.parse(await resource.json('config.json'));
}

async function earlierVersions(previous: CapturedResource | undefined): Promise<ReadonlyMap<string, EarlierCode>> {
  if (!previous) return new Map();
  const { Versions } = await documentOf(previous);
  const observed = LAYER_OBSERVED.parse(await previous.json('observed.json'));
  return new Map(
    Object.entries(Versions).map(([name, { CodeSha256 }]) => [
      name,
      { sha256: CodeSha256, unpacked: observed.Versions[name]?.Source },
    ]),
  );
}
