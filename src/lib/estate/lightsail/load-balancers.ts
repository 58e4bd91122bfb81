import { picked } from '../shared/picked.ts';
import { configured } from './configured.ts';
import { tagList, tagsOf } from './tags.ts';

/** Load balancers, and which instances stand behind them. */
export const loadBalancers = configured({
  page: async (client, token) => {
    const { loadBalancers: items, nextPageToken } = await client.getLoadBalancers(token);
    return { items, nextPageToken };
  },
  one: async (client, loadBalancerName) => (await client.getLoadBalancer({ loadBalancerName })).loadBalancer,
  config: (balancer) => ({
    ...picked(balancer, 'name', 'protocol', 'healthCheckPath', 'instancePort', 'configurationOptions'),
    ...picked(balancer, 'ipAddressType', 'httpsRedirectionEnabled', 'tlsPolicyName'),
    publicPorts: balancer.publicPorts?.toSorted((a, b) => a - b),
    instances: balancer.instanceHealthSummary?.map(({ instanceName }) => instanceName ?? '').toSorted(),
    certificates: balancer.tlsCertificateSummaries?.map(({ name }) => name ?? '').toSorted(),
    tags: tagsOf(balancer.tags),
  }),
  seen: (balancer) => picked(balancer, 'arn', 'supportCode', 'createdAt', 'state', 'dnsName', 'instanceHealthSummary'),
  made: (loadBalancerName, { tags, instances, ...config }, call) => [
    call('create-load-balancer', {
      loadBalancerName,
      ...picked(config, 'instancePort', 'healthCheckPath', 'ipAddressType', 'tlsPolicyName'),
      tags: tagList(tags),
    }),
    call('attach-instances-to-load-balancer', { loadBalancerName, instanceNames: instances }),
  ],
  changed: (loadBalancerName, { healthCheckPath }, live, call) =>
    healthCheckPath === live['healthCheckPath']
      ? []
      : [
          call('update-load-balancer-attribute', {
            loadBalancerName,
            attributeName: 'HealthCheckPath',
            attributeValue: healthCheckPath,
          }),
        ],
  notes: ['Certificates of load balancers are made and validated anew: create-load-balancer-tls-certificate.'],
});
