/**
 * Requests a second that an account may make in a region, from Lambda's quotas: GetFunction 100, GetPolicy 15, and 15 for the
 * rest of the control plane together. Code comes from S3, which takes far more; a hundred keep a capture polite.
 */
export const LAMBDA_LIMITS = {
  'Lambda.GetFunction': 100,
  'Lambda.GetPolicy': 15,
  Lambda: 15,
  'Lambda code': 100,
} as const;

/** Code that Lambda takes in one request (quotas: deployment package, 50 MB zipped). */
export const DIRECTLY = 50 * 1024 * 1024;
