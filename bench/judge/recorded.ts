/** The figures of the last measurement on real histories. */
export const recorded = 'none yet';
