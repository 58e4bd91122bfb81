import * as z from 'zod';
import { UNPACKED, type Unpacked } from '../shared/unpack-zip.ts';
import { named } from './event-sources-of.ts';
import { qualifierOf } from './qualifier-of.ts';
import type { ReadFunction } from './read-function.ts';

/** What restoring and later captures need of a function's `observed.json`. */
export const FUNCTION_OBSERVED = z.object({
  FunctionArn: z.string(),
  /** Addresses by qualifier. */
  FunctionUrls: z.record(z.string(), z.string()),
  /** What came of unpacking its code; absent where that was not fetched. */
  Source: UNPACKED.optional(),
});

/** What a function was seen to be: what AWS gave it, and what moves by itself. */
export function observedOf({ answer, mappings, urls }: ReadFunction, unpacked: Unpacked | undefined): unknown {
  const { Configuration: seen = {} } = answer;
  return {
    FunctionArn: seen.FunctionArn ?? '',
    FunctionUrls: Object.fromEntries(urls.map((each) => [qualifierOf(each), each.FunctionUrl ?? ''])),
    Source: unpacked,
    Image:
      answer.Code?.RepositoryType === 'ECR'
        ? 'The image stays in its registry: only its address is captured.'
        : undefined,
    CodeSize: seen.CodeSize,
    LastModified: seen.LastModified,
    MasterArn: seen.MasterArn,
    RevisionId: seen.RevisionId,
    RuntimeVersion: seen.RuntimeVersionConfig?.RuntimeVersionArn,
    SigningJobArn: seen.SigningJobArn,
    SigningProfileVersionArn: seen.SigningProfileVersionArn,
    State: seen.State,
    StateReason: seen.StateReason,
    VpcId: seen.VpcConfig?.VpcId,
    EventSourceMappings: named(mappings).map(([Source, { UUID, State, LastModified, LastProcessingResult }]) => ({
      Source,
      UUID,
      State,
      LastModified,
      LastProcessingResult,
    })),
  };
}
