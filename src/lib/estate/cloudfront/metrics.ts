import { NoSuchMonitoringSubscription, type CloudFront } from '@aws-sdk/client-cloudfront';

/** Whether a distribution gives more metrics, which cost money: `Enabled` or `Disabled`. */
export async function moreMetrics(cloudfront: CloudFront, DistributionId: string): Promise<string> {
  const found = await cloudfront.getMonitoringSubscription({ DistributionId }).catch((error: unknown) => {
    if (error instanceof NoSuchMonitoringSubscription) return undefined;
    throw error;
  });
  const config = found?.MonitoringSubscription?.RealtimeMetricsSubscriptionConfig;
  return config?.RealtimeMetricsSubscriptionStatus ?? 'Disabled';
}

export async function applyMetrics(cloudfront: CloudFront, DistributionId: string, wanted: string): Promise<void> {
  if ((await moreMetrics(cloudfront, DistributionId)) === wanted) return;
  if (wanted === 'Enabled') {
    const RealtimeMetricsSubscriptionConfig = { RealtimeMetricsSubscriptionStatus: 'Enabled' } as const;
    const MonitoringSubscription = { RealtimeMetricsSubscriptionConfig };
    await cloudfront.createMonitoringSubscription({ DistributionId, MonitoringSubscription });
  } else await cloudfront.deleteMonitoringSubscription({ DistributionId });
}
