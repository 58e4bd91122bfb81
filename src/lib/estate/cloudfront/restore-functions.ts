import { CloudFront, NoSuchFunctionExists, type FunctionConfig, type FunctionStage } from '@aws-sdk/client-cloudfront';
import * as z from 'zod';
import { changeLine } from '../../capture/change-line.ts';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import { isObject } from '../../capture/plain-value.ts';
import type { Made, Restorer, Step, Target } from '../../capture/restore.ts';
import { restored } from '../shared/restored.ts';
import { readFunction, type FunctionAt } from './function.ts';
import { moved, orMoved } from './moved.ts';

const CONFIG = z.custom<FunctionConfig>(isObject);
const OBSERVED = z.object({ DEVELOPMENT: z.object({ arn: z.string() }) });

/** What a function is at one stage. */
type Stage = Pick<FunctionAt, 'code' | 'config'>;
type Stages<At> = Readonly<Record<FunctionStage, At | undefined>>;

/** Functions: what was published is published again, and what was in work is put into work behind it. */
export const restoreFunctions: Restorer = {
  after: ['cloudfront-stores'],
  async plan(captured, to, estate) {
    const cloudfront = estate.client(CloudFront);
    const { entry } = captured;
    const name = to.nameOf(entry.service, entry.name);
    const what = `function ${name} of CloudFront`;
    const wanted = await wantedStages(captured, to);
    const live = await liveStages(cloudfront, name);
    const details = [...differences('DEVELOPMENT', live, wanted), ...differences('LIVE', live, wanted)];
    if (live.DEVELOPMENT && details.length === 0)
      return [{ kind: 'leave', what, made: await madeOf(captured, live.DEVELOPMENT.arn, to) }];
    if (live.LIVE && !wanted.LIVE) details.push('It was not published when it was captured, and stays published.');
    return [stepOf(cloudfront, captured, { what, name, details, live, wanted }, to)];
  },
  async remove({ resource: { name } }, estate) {
    const cloudfront = estate.client(CloudFront);
    const live = await readFunction(cloudfront, name, 'DEVELOPMENT');
    if (live)
      await cloudfront.deleteFunction({ Name: name, IfMatch: live.etag }).catch((error: unknown) => {
        if (!(error instanceof NoSuchFunctionExists)) throw error;
      });
  },
};

async function wantedStages(captured: CapturedResource, to: Target): Promise<Stages<Stage>> {
  const stage = async (name: string): Promise<Stage | undefined> => {
    if (!captured.file(`${name}.json`)) return undefined;
    const { KeyValueStoreAssociations: stores, ...config } = CONFIG.parse(await captured.json(`${name}.json`));
    const Items = stores?.Items?.map(({ KeyValueStoreARN = '' }) => ({ KeyValueStoreARN: to.idOf(KeyValueStoreARN) }));
    const chunks: Uint8Array[] = [];
    for await (const chunk of captured.stream(`${name}.js`)) chunks.push(chunk);
    const now = Items ? { ...config, KeyValueStoreAssociations: { Quantity: Items.length, Items } } : config;
    return { code: Buffer.concat(chunks), config: now };
  };
  return { DEVELOPMENT: await stage('development'), LIVE: await stage('live') };
}

async function liveStages(cloudfront: CloudFront, name: string): Promise<Stages<FunctionAt>> {
  const DEVELOPMENT = await readFunction(cloudfront, name, 'DEVELOPMENT');
  return { DEVELOPMENT, LIVE: DEVELOPMENT && (await readFunction(cloudfront, name, 'LIVE')) };
}

function differences(at: FunctionStage, live: Stages<FunctionAt>, wanted: Stages<Stage>): string[] {
  const [before, after] = [live[at], wanted[at]];
  if (!after) return [];
  const name = at.toLowerCase();
  if (!before) return [`${name}: is made`];
  const changed = Buffer.compare(before.code, after.code) === 0 ? [] : [`${name}.js: other code`];
  return [...changed, ...compareDocuments(`${name}.json`, before.config, after.config).map(changeLine)];
}

interface Planned {
  readonly what: string;
  readonly name: string;
  readonly details: readonly string[];
  readonly live: Stages<FunctionAt>;
  readonly wanted: Stages<Stage>;
}

function stepOf(cloudfront: CloudFront, captured: CapturedResource, planned: Planned, to: Target): Step {
  const { what, name, details, live, wanted } = planned;
  return {
    kind: live.DEVELOPMENT ? 'change' : 'create',
    what,
    details,
    async apply() {
      const now = await liveStages(cloudfront, name);
      // What is published is put into work first, since only that can be published.
      const steps = [wanted.LIVE, wanted.DEVELOPMENT].filter((stage) => stage !== undefined);
      let etag = now.DEVELOPMENT?.etag;
      if (differences('LIVE', now, wanted).length > 0 || differences('DEVELOPMENT', now, wanted).length > 0) {
        if (etag !== live.DEVELOPMENT?.etag) throw moved(what);
        for (const stage of steps) {
          etag = await written(cloudfront, name, stage, etag, what);
          if (stage === wanted.LIVE)
            await cloudfront.publishFunction({ Name: name, IfMatch: etag }).catch(orMoved(what));
        }
      }
      const arn = (await readFunction(cloudfront, name, 'DEVELOPMENT'))?.arn ?? '';
      return madeOf(captured, arn, to);
    },
  };
}

async function madeOf(captured: CapturedResource, arn: string, to: Target): Promise<Made> {
  const { entry } = captured;
  const seen = OBSERVED.parse(await captured.json('observed.json')).DEVELOPMENT.arn;
  return restored(entry, to.nameOf(entry.service, entry.name), to, { [seen]: arn });
}

/** Gives the ETag of what is in work now. */
async function written(
  cloudfront: CloudFront,
  Name: string,
  { code, config }: Stage,
  IfMatch: string | undefined,
  what: string,
): Promise<string> {
  const asked = { Name, FunctionConfig: config, FunctionCode: code };
  const done =
    IfMatch === undefined ? cloudfront.createFunction(asked) : cloudfront.updateFunction({ ...asked, IfMatch });
  const { ETag } = await done
    .catch((error: unknown) => {
      throw error instanceof Error && error.name === 'FunctionAlreadyExists' ? moved(what, error) : error;
    })
    .catch(orMoved(what));
  if (ETag !== undefined) return ETag;
  return (await readFunction(cloudfront, Name, 'DEVELOPMENT'))?.etag ?? '';
}
