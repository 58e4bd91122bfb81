import {
  NoSuchFunctionExists,
  type CloudFront,
  type FunctionConfig,
  type FunctionStage,
} from '@aws-sdk/client-cloudfront';

/** One stage of a function. */
export interface FunctionAt {
  readonly code: Uint8Array;
  readonly config: FunctionConfig;
  readonly etag: string;
  readonly arn: string;
}

/** `undefined` where there is no such function, or nothing of it at this stage. */
export async function readFunction(
  cloudfront: CloudFront,
  name: string,
  stage: FunctionStage,
): Promise<FunctionAt | undefined> {
  try {
    const described = await cloudfront.describeFunction({ Name: name, Stage: stage });
    const { FunctionCode } = await cloudfront.getFunction({ Name: name, Stage: stage });
    const { FunctionConfig, FunctionMetadata } = described.FunctionSummary ?? {};
    const { Comment = '', Runtime, KeyValueStoreAssociations } = FunctionConfig ?? {};
    const stores = KeyValueStoreAssociations?.Items?.map(({ KeyValueStoreARN = '' }) => KeyValueStoreARN) ?? [];
    return {
      code: FunctionCode ?? new Uint8Array(),
      config: functionConfig(Comment, Runtime, stores),
      etag: described.ETag ?? '',
      arn: FunctionMetadata?.FunctionARN ?? '',
    };
  } catch (error) {
    if (error instanceof NoSuchFunctionExists) return undefined;
    throw error;
  }
}

function functionConfig(
  Comment: string,
  Runtime: FunctionConfig['Runtime'],
  stores: readonly string[],
): FunctionConfig {
  const Items = stores.toSorted().map((KeyValueStoreARN) => ({ KeyValueStoreARN }));
  return {
    Comment,
    Runtime,
    ...(Items.length > 0 && { KeyValueStoreAssociations: { Quantity: Items.length, Items } }),
  };
}
