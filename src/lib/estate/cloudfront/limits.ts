/** CloudFront publishes no rates. Its own tools are throttled above some five requests a second in one account. */
export const CLOUDFRONT_LIMITS = { CloudFront: 4 } as const;
