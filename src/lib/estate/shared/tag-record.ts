/** Whether a tag is AWS's own, which nobody else can set or take away. */
export function isAwsTag(key: string): boolean {
  return /^aws:/i.test(key);
}
