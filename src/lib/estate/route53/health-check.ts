import { NoSuchHealthCheck, type HealthCheckConfig, type Route53 } from '@aws-sdk/client-route-53';
import type { Sink } from '../../capture/sink.ts';

/** A health check as it is live. */
export interface LiveCheck {
  readonly id: string;
  readonly version: number;
  readonly callerReference: string;
  readonly config: HealthCheckConfig;
}

/** `undefined` where there is none. */
export async function readCheck(route53: Route53, id: string): Promise<LiveCheck | undefined> {
  const found = await route53.getHealthCheck({ HealthCheckId: id }).catch((error: unknown) => {
    if (error instanceof NoSuchHealthCheck) return undefined;
    throw error;
  });
  const { HealthCheckConfig: config, HealthCheckVersion: version = 0, CallerReference } = found?.HealthCheck ?? {};
  return config && { id, version, callerReference: CallerReference ?? '', config };
}

/** `config.json`: lists sorted, and what the path asks for behind its `?` as a secret of its own. */
export async function checkDocument(config: HealthCheckConfig, sink: Pick<Sink, 'secret'>) {
  const { ResourcePath = '', Regions, ChildHealthChecks, ...rest } = config;
  const [path = '', ...query] = ResourcePath.split('?');
  return {
    ...rest,
    ...(ResourcePath && { ResourcePath: path }),
    ...(query.length > 0 && { ResourceQuery: await sink.secret('query', query.join('?')) }),
    ...(Regions && { Regions: Regions.toSorted() }),
    ...(ChildHealthChecks && { ChildHealthChecks: ChildHealthChecks.toSorted() }),
  };
}
