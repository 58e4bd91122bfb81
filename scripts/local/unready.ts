/** The local stack cannot come up: what is missing, and what to do about it. */
export class Unready extends Error {
  override readonly name = 'Unready';
  readonly fix: string;

  constructor(what: string, fix: string, cause?: unknown) {
    super(what, { cause });
    this.fix = fix;
  }
}

/** What failed, what to do, and what the failing tool itself said, cut to its last lines. */
export function explain(error: unknown): string {
  if (!(error instanceof Unready)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const said = output(error.cause).trim().split('\n').slice(-15);
  return [`${error.message}: ${error.fix}`, ...said.map((line) => `  ${line}`)].join('\n').trimEnd();
}

/** venv complains on stdout, pip on stderr. */
function output(cause: unknown): string {
  const streams = cause instanceof Error ? [Reflect.get(cause, 'stdout'), Reflect.get(cause, 'stderr')] : [];
  return streams.filter((text) => typeof text === 'string').join('');
}
