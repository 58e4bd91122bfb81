import * as z from 'zod';

/** What `capture.yml` may say of tables. */
export const DYNAMODB_OPTIONS = z.strictObject({
  /** `sample`: the first items that DynamoDB gives. */
  data: z.enum(['full', 'sample', 'none']).default('full'),
  /** Items of a sample. */
  sample: z.number().int().positive().default(1000),
  /**
   * Read capacity units a second that reading one table may take; one is 8 KB. Where nothing is said: half of what is provisioned,
   * and 3000 of what is paid by request, a quarter of what a new table takes at once (12,000, DynamoDB developer guide).
   */
  readCapacity: z.number().positive().optional(),
});

export type DynamodbOptions = Readonly<z.infer<typeof DYNAMODB_OPTIONS>>;

const BY_REQUEST = 3000;

/** Read capacity units a second for a table. */
export function readCapacityOf(
  { readCapacity }: DynamodbOptions,
  provisioned: { readonly ReadCapacityUnits?: number } | undefined,
): number {
  return readCapacity ?? (provisioned?.ReadCapacityUnits ? provisioned.ReadCapacityUnits / 2 : BY_REQUEST);
}
