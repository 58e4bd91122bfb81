import { Lambda, paginateListFunctions } from '@aws-sdk/client-lambda';
import { compareDocuments } from '../capture/compare-documents.ts';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { captureCode, type EarlierCode } from './lambda/capture-code.ts';
import { compareCode } from './lambda/compare-code.ts';
import { FUNCTION_DOCUMENT } from './lambda/function-document.ts';
import { FUNCTION_OBSERVED, observedOf } from './lambda/function-observed.ts';
import { LAMBDA_LIMITS } from './lambda/limits.ts';
import { readFunction } from './lambda/read-function.ts';
import { FUNCTION_RESTORER } from './lambda/restore-function.ts';
import type { CapturedResource } from '../capture/captured-resource.ts';

const FOLDER = 'lambda-functions';
const CODE = { zip: 'function.zip', source: 'source', index: 'source.ndjson' };

/** Functions: code, configuration, aliases, permissions, triggers that Lambda polls, addresses. */
export const service: Service = {
  name: 'lambda',
  title: 'Lambda functions',
  folder: FOLDER,
  where: 'regional',
  limits: LAMBDA_LIMITS,
  async *list(estate) {
    for (const region of estate.regions) {
      for await (const { Functions = [] } of paginateListFunctions({ client: estate.client(Lambda, region) }, {})) {
        for (const { FunctionName: name = '' } of Functions)
          yield {
            service: 'lambda',
            id: name,
            name,
            region,
            folder: folderOf(FOLDER, name, region, estate.regions[0]),
          };
      }
    }
  },
  async capture(resource, sink, estate) {
    const read = await readFunction(estate.client(Lambda, resource.region), resource.id, (name, value) =>
      sink.secret(name, value),
    );
    if (!read) throw gone(resource);
    const { answer, document } = read;
    const [url, sha256] = [answer.Code?.Location, document.Code.CodeSha256];
    const code = { what: resource.name, url: url ?? '', sha256: sha256 ?? '' };
    const fetched = sink.fetches && url !== undefined && sha256 !== undefined;
    const unpacked = fetched
      ? await captureCode(code, CODE, await earlierCode(sink.previous), sink, estate)
      : undefined;
    await sink.json('config.json', document);
    await sink.json('observed.json', observedOf(read, unpacked));
  },
  async *compare(before, after) {
    const [left, right] = [await documentOf(before), await documentOf(after)];
    yield* compareDocuments('config.json', left, right);
    if (left.Code.CodeSha256 !== right.Code.CodeSha256) yield* compareCode(before, after, CODE);
  },
  restore: FUNCTION_RESTORER,
};

async function documentOf(resource: CapturedResource) {
  return FUNCTION_DOCUMENT.parse(await resource.json('config.json'));
}

async function earlierCode(previous: CapturedResource | undefined): Promise<EarlierCode> {
  if (!previous) return { sha256: undefined, unpacked: undefined };
  const { Source } = FUNCTION_OBSERVED.parse(await previous.json('observed.json'));
  return { sha256: (await documentOf(previous)).Code.CodeSha256, unpacked: Source };
}
