/** The identifier of a release that begins now; `random` has six lower-case hex digits. */
export function releaseId(now: Date, random: string): string {
  const time = now.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  return `${time}-${random}`;
}
