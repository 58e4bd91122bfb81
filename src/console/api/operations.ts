import { ALLOWANCE_OPERATIONS } from './allowance-operations.ts';
import { DEPLOY_OPERATIONS } from './deploy-operations.ts';
import { INCIDENT_OPERATIONS } from './incident-operations.ts';
import type { Operation } from './operation.ts';
import { PAUSE_OPERATIONS } from './pause-operations.ts';
import { RETIRE_OPERATIONS } from './retire-operations.ts';
import { SITE_OPERATIONS } from './site-operations.ts';
import { WARNING_OPERATIONS } from './warning-operations.ts';

/** Everything that can be asked of `/v1`: the routes and their description are both made of this. */
export const OPERATIONS: readonly Operation[] = [
  ...INCIDENT_OPERATIONS,
  ...SITE_OPERATIONS,
  ...PAUSE_OPERATIONS,
  ...ALLOWANCE_OPERATIONS,
  ...RETIRE_OPERATIONS,
  ...WARNING_OPERATIONS,
  ...DEPLOY_OPERATIONS,
];
