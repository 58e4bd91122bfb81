import type { GetLayerVersionResponse } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { SECRET_REFERENCE } from '../../capture/secrets.ts';
import { hiddenText, type Hide } from '../shared/hidden-texts.ts';
import { pruned } from '../shared/pruned.ts';
import { without } from '../shared/without.ts';
import { UNPACKED } from '../shared/unpack-zip.ts';

const STATEMENT = z.looseObject({ Sid: z.string().optional() });

const VERSION = z.object({
  /** AWS's own hash of the zip, in base64. */
  CodeSha256: z.string().optional(),
  Description: z.union([z.string(), SECRET_REFERENCE]).optional(),
  LicenseInfo: z.string().optional(),
  CompatibleRuntimes: z.array(z.string()).optional(),
  CompatibleArchitectures: z.array(z.string()).optional(),
  /** Who else may use it, without the version's own ARN. */
  Policy: z.array(STATEMENT).optional(),
});

/** `config.json` of a layer: its versions by number. */
export const LAYER_DOCUMENT = z.object({ LayerName: z.string(), Versions: z.record(z.string(), VERSION) });

/** `observed.json` of a layer. */
export const LAYER_OBSERVED = z.object({
  Versions: z.record(z.string(), z.object({ LayerVersionArn: z.string().optional(), Source: UNPACKED.optional() })),
});

export type LayerVersion = Readonly<z.infer<typeof VERSION>>;

const POLICY = z.object({ Statement: z.array(STATEMENT) });

/** What a version is, from what AWS says of it. */
export async function layerVersionOf(
  read: GetLayerVersionResponse,
  policy: string | undefined,
  hide: Hide,
): Promise<LayerVersion> {
  const { Statement } = POLICY.parse(JSON.parse(policy ?? '{"Statement":[]}'));
  return pruned({
    CodeSha256: read.Content?.CodeSha256,
    Description: await hiddenText(read.Description, `description/${read.Version}`, hide),
    LicenseInfo: read.LicenseInfo,
    CompatibleRuntimes: read.CompatibleRuntimes?.toSorted(),
    CompatibleArchitectures: read.CompatibleArchitectures?.toSorted(),
    Policy: Statement.map((statement) => without(statement, 'Resource')).toSorted((a, b) =>
      (a.Sid ?? '') < (b.Sid ?? '') ? -1 : 1,
    ),
  });
}
