/**
 * Whether what people wrote would take more than so many kilobytes of an item of the registry. DynamoDB takes items of
 * 400 KB, and the guard needs the rest: an item that is full could not even record a rollback.
 */
export function exceeds(kilobytes: number, written: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(written)) > kilobytes * 1024;
}
