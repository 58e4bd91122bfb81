export { DECISIONS, isOpenTo, openDecisions } from '../incident/decisions.ts';
