import { HoldfastError } from '../errors.ts';

/** Whether a failure of the file system says that there is no such file: also that a folder on its way is a file. */
export function isAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** A failure of the file system in Holdfast's words, `FOLDER.FAILED`; `doing` e.g. `index.html was not written`. */
export function fileFailure(doing: string, cause: unknown): HoldfastError {
  if (cause instanceof HoldfastError) return cause;
  const code = codeOf(cause);
  const why = WHY[code] ?? `the file system says ${code}`;
  return new HoldfastError('FOLDER.FAILED', `${doing}: ${why}.`, { hint: HINTS[code] ?? CHECK, cause });
}

const CHECK = 'Check the file, its folder, and what you may do there; then run it again.';

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'you may not',
  EPERM: 'you may not',
  EROFS: 'the file system is read-only',
  EISDIR: 'a folder is in its place',
  ENOTDIR: 'a file is where a folder of its path must be',
  EEXIST: 'a file is where a folder of its path must be',
  ELOOP: 'it is a link',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'its name is too long for the file system',
};

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room, then run it again: what was done stays.',
  EISDIR: 'Move the folder away, then run it again.',
  EEXIST: 'Move that file away, then run it again.',
  ENOTDIR: 'Move that file away, then run it again.',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'an unknown error';
}
