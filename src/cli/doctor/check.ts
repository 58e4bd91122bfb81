/** One precondition, looked at. `wrong` needs mending, `advice` may be left as it is. */
export interface Check {
  readonly what: string;
  readonly state: 'right' | 'advice' | 'wrong';
  readonly says: string;
  readonly mend?: string;
}

/** A precondition that holds. */
export function right(what: string, says: string): Check {
  return { what, state: 'right', says };
}

/** A precondition that does not hold. */
export function wrong(what: string, says: string, mend: string): Check {
  return { what, state: 'wrong', says, mend };
}

/** Something that works, and that one should know. */
export function advice(what: string, says: string, mend: string): Check {
  return { what, state: 'advice', says, mend };
}
