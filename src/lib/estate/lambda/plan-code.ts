import type { UpdateFunctionCodeRequest } from '@aws-sdk/client-lambda';
import { buffer } from 'node:stream/consumers';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Step } from '../../capture/restore.ts';
import type { SecretReference } from '../../capture/secrets.ts';
import { environmentValues } from './environment-values.ts';
import { createInput, updateInput } from './function-input.ts';
import { DIRECTLY } from './limits.ts';
import { madeOf, partStep, settled, type FunctionWork } from './function-work.ts';

const ZIP = 'function.zip';

/** Makes the function, or brings code and configuration of the one that is there to where they were. */
export async function planCode(work: FunctionWork): Promise<readonly Step[]> {
  const { wanted, live, to, name } = work;
  const variables = live?.answer.Configuration?.Environment?.Variables ?? {};
  const { values, unknown } = await environmentValues(wanted.Configuration.Environment ?? {}, variables, to);
  const why = withoutCode(work);
  if (!live) {
    const what = `function ${name}`;
    if (why !== undefined) return [{ kind: 'impossible', what, why }];
    if (unknown.length > 0) return [{ kind: 'impossible', what, why: unknownText(unknown) }];
    return [{ kind: 'create', what, apply: () => create(work, values) }];
  }
  return [...codeSteps(work, why), ...configurationSteps(work, values, unknown)];
}

function withoutCode({ wanted, captured }: Pick<FunctionWork, 'wanted' | 'captured'>): string | undefined {
  if (wanted.Code.ImageUri !== undefined) return undefined;
  const zip = captured.file(ZIP);
  if (!zip) return 'Its code was not captured.';
  if (zip.bytes <= DIRECTLY) return undefined;
  return 'Its code has more than 50 MB: upload function.zip to a bucket of its region, and deploy it from there.';
}

function unknownText(unknown: readonly SecretReference[]): string {
  const refs = unknown.map(({ ref }) => ref).join(', ');
  return `It is not known what these were: ${refs}. Give them with --secrets-file.`;
}

async function create(work: FunctionWork, values: Readonly<Record<string, string>>) {
  const { client, wanted, captured } = work;
  const { ImageUri } = wanted.Code;
  const Code = ImageUri === undefined ? { ZipFile: await zipOf(captured) } : { ImageUri };
  await client.createFunction(createInput(wanted, values, Code));
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

function configurationSteps(
  work: FunctionWork,
  values: Readonly<Record<string, string>>,
  unknown: readonly SecretReference[],
): readonly Step[] {
  const { client, name, wanted, base } = work;
  const known = unknown.length === 0;
  const settings = known
    ? wanted.Configuration
    : { ...wanted.Configuration, Environment: base.Configuration.Environment ?? {} };
  // Architectures are part of the code.
  const after = { ...settings, Architectures: base.Configuration.Architectures };
  const steps = partStep(work, 'configuration', { before: base.Configuration, after }, async ({ answer }) => {
    const RevisionId = answer.Configuration?.RevisionId;
    await client.updateFunctionConfiguration({ ...updateInput(settings, known ? values : undefined), RevisionId });
    await settled(work);
  });
  if (known) return steps;
  return [...steps, { kind: 'impossible', what: `function ${name}: environment`, why: unknownText(unknown) }];
}
