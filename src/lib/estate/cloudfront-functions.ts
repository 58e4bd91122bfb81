import { CloudFront, type FunctionStage } from '@aws-sdk/client-cloudfront';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { CLOUDFRONT_LIMITS } from './cloudfront/limits.ts';
import { readFunction } from './cloudfront/function.ts';
import { markedPages } from './cloudfront/marked-pages.ts';
import { restoreFunctions } from './cloudfront/restore-functions.ts';

const FOLDER = 'cloudfront-functions';
const SERVICE = 'cloudfront-functions';

/** Functions at the edge: code and configuration of what is in work (`DEVELOPMENT`) and of what is published (`LIVE`). */
export const service: Service = {
  name: SERVICE,
  title: 'CloudFront functions',
  folder: FOLDER,
  where: 'global',
  limits: CLOUDFRONT_LIMITS,
  async *list(estate) {
    const cloudfront = estate.client(CloudFront);
    const pages = markedPages((Marker) => cloudfront.listFunctions({ Marker, Stage: 'DEVELOPMENT' }), 'FunctionList');
    for await (const { Name: name = '' } of pages)
      yield { service: SERVICE, id: name, name, region: 'global', folder: folderOf(FOLDER, name, 'global', '') };
  },
  async capture(resource, sink, estate) {
    const cloudfront = estate.client(CloudFront);
    const seen: Partial<Record<FunctionStage, unknown>> = {};
    for (const stage of ['DEVELOPMENT', 'LIVE'] as const) {
      const found = await readFunction(cloudfront, resource.id, stage);
      if (!found && stage === 'DEVELOPMENT') throw gone(resource);
      if (!found) continue;
      const { code, config, ...observed } = found;
      await sink.bytes(`${stage.toLowerCase()}.js`, code);
      await sink.json(`${stage.toLowerCase()}.json`, config);
      seen[stage] = observed;
    }
    await sink.json('observed.json', seen);
  },
  restore: restoreFunctions,
};
