import type { UpdateFunctionCodeRequest } from '@aws-sdk/client-lambda';
import { buffer } from 'node:stream/consumers';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Step } from '../../capture/restore.ts';
import type { SecretReference } from '../../capture/secrets.ts';
import { referencesIn, unknownText } from '../shared/known-secrets.ts';
import { without } from '../shared/without.ts';
import { createInput, updateInput } from './function-input.ts';
import { DIRECTLY } from './limits.ts';
import { madeOf, partStep, settled, type FunctionWork } from './function-work.ts';

const ZIP = 'function.zip';

/** Makes the function, or brings code and configuration of the one that is there to where they were. */
export function planCode(work: FunctionWork): readonly Step[] {
  const { wanted, live, name, known } = work;
  const unknown = referencesIn(wanted.Configuration.Environment).filter(({ secret }) => !known.has(secret));
  const why = withoutCode(work);
  if (live) return [...codeSteps(work, why), ...configurationSteps(work, unknown)];
  const what = `function ${name}`;
  if (why !== undefined) return [{ kind: 'impossible', what, why }];
  if (unknown.length > 0) return [{ kind: 'impossible', what, why: unknownText(unknown) }];
  return [{ kind: 'create', what, apply: () => create(work) }];
}

function withoutCode({ wanted, captured }: Pick<FunctionWork, 'wanted' | 'captured'>): string | undefined {
  if (wanted.Code.ImageUri !== undefined) return undefined;
  const zip = captured.file(ZIP);
  if (!zip) return 'Its code was not captured.';
  if (zip.bytes <= DIRECTLY) return undefined;
  return 'Its code has more than 50 MB: upload function.zip to a bucket of its region, and deploy it from there.';
}

async function create(work: FunctionWork) {
  const { client, wanted, captured, known } = work;
  const { ImageUri } = wanted.Code;
  const Code = ImageUri === undefined ? { ZipFile: await zipOf(captured) } : { ImageUri };
  await client.createFunction(createInput(wanted, known, Code));
  await settled(work);
  return madeOf(work);
}

function zipOf(captured: CapturedResource): Promise<Buffer> {
  return buffer(captured.stream(ZIP));
}

function codeSteps(work: FunctionWork, why: string | undefined): readonly Step[] {
  const { client, name, wanted, base, captured } = work;
  const { ImageUri } = wanted.Code;
  const architectures = wanted.Configuration.Architectures;
  const steps = partStep(
    work,
    'code',
    {
      before: { Code: base.Code, Architectures: base.Configuration.Architectures },
      after: { Code: wanted.Code, Architectures: architectures },
    },
    async ({ answer }) => {
      const request: UpdateFunctionCodeRequest = {
        FunctionName: name,
        RevisionId: answer.Configuration?.RevisionId,
        ...(ImageUri === undefined ? { ZipFile: await zipOf(captured) } : { ImageUri }),
        ...(architectures && { Architectures: architectures }),
      };
      await client.updateFunctionCode(request);
      await settled(work);
    },
  );
  if (steps.length === 0 || why === undefined) return steps;
  return [{ kind: 'impossible', what: `function ${name}: code`, why }];
}

function configurationSteps(work: FunctionWork, unknown: readonly SecretReference[]): readonly Step[] {
  const { client, name, wanted, base, known } = work;
  // An environment is set as a whole.
  const whole = unknown.length === 0;
  const { Environment, ...rest } = wanted.Configuration;
  const environment = whole ? Environment : base.Configuration.Environment;
  const settings = { ...rest, ...(environment && { Environment: environment }) };
  // Architectures are part of the code.
  const after = { ...settings, Architectures: base.Configuration.Architectures };
  const steps = partStep(work, 'configuration', { before: base.Configuration, after }, async ({ answer }) => {
    const RevisionId = answer.Configuration?.RevisionId;
    const input = updateInput(settings, known);
    await client.updateFunctionConfiguration({ ...(whole ? input : without(input, 'Environment')), RevisionId });
    await settled(work);
  });
  if (whole) return steps;
  return [...steps, { kind: 'impossible', what: `function ${name}: environment`, why: unknownText(unknown) }];
}
