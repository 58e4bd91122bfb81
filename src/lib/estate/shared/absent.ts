/** `undefined` where AWS answers by one of these errors that something is not configured. */
export function unlessAbsent<Answer>(
  answer: Promise<Answer>,
  ...names: readonly string[]
): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  });
}
