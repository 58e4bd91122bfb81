import type { Lambda } from '@aws-sdk/client-lambda';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { changeLine } from '../../capture/change-line.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import type { Estate } from '../../capture/estate.ts';
import { same } from '../../capture/plain-value.ts';
import type { Made, Step, Target } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import type { KnownSecrets } from '../shared/known-secrets.ts';
import type { FunctionDocument } from './function-document.ts';
import { FUNCTION_OBSERVED } from './function-observed.ts';
import { qualifierOf } from './qualifier-of.ts';
import { readFunction, type ReadFunction } from './read-function.ts';

/** One function on its way back. */
export interface FunctionWork {
  readonly client: Lambda;
  /** What it is called where it goes. */
  readonly name: string;
  readonly captured: CapturedResource;
  readonly wanted: FunctionDocument;
  /** What is there when it is planned; `undefined`: no such function. */
  readonly live: ReadFunction | undefined;
  /** What it will be like when its steps begin: as it is, or as it is right after it was made. */
  readonly base: FunctionDocument;
  /** What is known of the secrets that the captured function has. */
  readonly known: KnownSecrets;
  readonly to: Target;
  readonly estate: Estate;
}

/** The function as it is, with live secrets hidden so that they compare. */
export function liveFunction(client: Lambda, name: string, { secrets }: Pick<Target, 'secrets'>) {
  return readFunction(client, name, async (secret, value) => secrets.hide(`lambda/${name}/${secret}`, value));
}

/** A step that makes one part of the function what is wanted; none where it is that already. */
export function partStep(
  work: FunctionWork,
  part: string,
  { before, after }: { readonly before: unknown; readonly after: unknown },
  apply: (now: ReadFunction) => Promise<void>,
): readonly Step[] {
  const changes = compareDocuments('config.json', before, after);
  if (changes.length === 0) return [];
  return [
    {
      kind: 'change',
      what: `function ${work.name}: ${part}`,
      details: changes.map((change) => changeLine(change)),
      apply: async () => {
        const now = await liveFunction(work.client, work.name, work.to);
        if (!now || !same(now.document, work.live?.document)) throw moved(work.name);
        await apply(now).catch((error: unknown) => {
          throw isPrecondition(error) ? moved(work.name, error) : error;
        });
        return madeOf(work);
      },
    },
  ];
}

function isPrecondition(error: unknown): boolean {
  return error instanceof Error && error.name === 'PreconditionFailedException';
}

/** Somebody changed the function since it was looked at. */
function moved(name: string, cause?: unknown): HoldfastError {
  const hint = 'Run it again, and look at the new plan.';
  return new HoldfastError('RESTORE.MOVED', `The function ${name} was changed meanwhile.`, { cause, hint });
}

/** Functions in a VPC take minutes: some ten, looked at every two seconds after the first few looks. */
const TRIES = 300;
const LONGEST_WAIT = 2000;

/** Returns as soon as Lambda has taken over the last change. Throws `RESTORE.SLOW` after ten minutes. */
export async function settled({ client, name, estate }: Pick<FunctionWork, 'client' | 'name' | 'estate'>) {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const { State, LastUpdateStatus, StateReason, LastUpdateStatusReason } = await client.getFunctionConfiguration({
      FunctionName: name,
    });
    if (State === 'Failed' || LastUpdateStatus === 'Failed') {
      const why = LastUpdateStatusReason ?? StateReason ?? 'no reason given';
      throw new HoldfastError('RESTORE.FAILED', `Lambda could not take over the change of ${name}: ${why}`);
    }
    // One that was not called for long is inactive until it is.
    if (State !== 'Pending' && LastUpdateStatus !== 'InProgress') return;
    await estate.wait(Math.min(LONGEST_WAIT, 50 * 2 ** tries));
  }
  const hint = 'Run the same command again when it has settled.';
  throw new HoldfastError('RESTORE.SLOW', `The function ${name} has not settled after ten minutes.`, { hint });
}

/** What the function is called now, and what it was called when it was captured. */
export async function madeOf({
  client,
  name,
  captured,
}: Pick<FunctionWork, 'client' | 'name' | 'captured'>): Promise<Made> {
  const { service, region, folder, id } = captured.entry;
  const before = FUNCTION_OBSERVED.parse(await captured.json('observed.json'));
  const now = await client.getFunctionConfiguration({ FunctionName: name });
  const { FunctionUrlConfigs = [] } = await client.listFunctionUrlConfigs({ FunctionName: name });
  const urls = FunctionUrlConfigs.flatMap((each) => {
    const [was, is] = [before.FunctionUrls[qualifierOf(each)], each.FunctionUrl];
    if (was === undefined || is === undefined) return [];
    return [
      [was, is],
      // Distributions name it by its host.
      [new URL(was).host, new URL(is).host],
    ] as const;
  });
  return {
    resource: { service, region, folder, id: name, name },
    ids: Object.fromEntries([[id, name], [before.FunctionArn, now.FunctionArn ?? ''], ...urls]),
  };
}
