import { gone } from '../../capture/failure.ts';

/** For `catch`: tells the errors of these names as the resource's end, and throws all others again. */
export function goneWhere(resource: { readonly name: string }, ...names: readonly string[]): (error: unknown) => never {
  return (error) => {
    throw error instanceof Error && names.includes(error.name) ? gone(resource, error) : error;
  };
}
