import { REGION } from '../local/places.ts';
import { topic, type Size } from './names.ts';
import { scriptProjects } from './parts/scripts.ts';
import { startApiGateway } from './stand-ins/api-gateway-v2.ts';
import { startAppsScript } from './stand-ins/apps-script.ts';
import { startLightsail } from './stand-ins/lightsail.ts';
import { startSes } from './stand-ins/ses.ts';

/** What stands in on this machine for what the emulator at an address lacks. */
export interface StandIns {
  /** Their addresses, by the name of the client or API that is asked there. */
  readonly standIns: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The instance that the sites were on before. */
const INSTANCE = {
  name: `${topic(0)}-wordpress`,
  blueprintId: 'wordpress',
  bundleId: 'small_3_0',
  publicIpAddress: '192.0.2.44',
  privateIpAddress: '172.26.1.2',
  isStaticIp: false,
  ipAddressType: 'ipv4',
  sshKeyName: 'sites',
  username: 'bitnami',
  state: { code: 16, name: 'running' },
  location: { availabilityZone: `${REGION}a`, regionName: REGION },
  tags: [{ key: 'site', value: topic(0) }],
  ports: [
    { fromPort: 22, toPort: 22, protocol: 'tcp', cidrs: ['192.0.2.0/24'] },
    { fromPort: 443, toPort: 443, protocol: 'tcp', cidrs: ['0.0.0.0/0'] },
  ],
};

/** Starts all of them, with what the estate has there. */
export async function startStandIns(endpoint: string, size: Size): Promise<StandIns> {
  const [apiGateway, appsScript, lightsail, ses] = await Promise.all([
    startApiGateway({ endpoint }),
    startAppsScript(scriptProjects(size.scripts)),
    startLightsail({ instances: [INSTANCE] }),
    startSes({ endpoint }),
  ]);
  // Its snapshots are there at once: captures need not wait.
  lightsail.pendingFor = 0;
  return {
    standIns: {
      APIGateway: apiGateway.url,
      ApiGatewayV2: apiGateway.url,
      'Apps Script': appsScript.url,
      Lightsail: lightsail.url,
      SESv2: ses.url,
    },
    close: async () => {
      await Promise.all([apiGateway, appsScript, lightsail, ses].map((standIn) => standIn.close()));
    },
  };
}
