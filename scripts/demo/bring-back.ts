import { GetDistributionConfigCommand, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { LocalClients } from '../local/clients.ts';
import type { StackFile } from '../local/stack-file.ts';
import { SCRIPT_KEY } from './booking-page.ts';
import type { Outsider } from './outsider.ts';
import { painted, type Teller } from './teller.ts';
import { insist } from './until.ts';
import type { WorkingFolder } from './working-folder.ts';

interface Deps {
  readonly clients: LocalClients;
  readonly stack: StackFile;
  readonly staging: Outsider;
  readonly folder: WorkingFolder;
  readonly teller: Teller;
}

/** What is no page is broken, too: a capture shows what somebody changed, and brings it back. */
export async function bringBack(deps: Deps): Promise<void> {
  const { staging, stack, folder, teller } = deps;
  teller.chapter('Not only pages: the staging bucket and the distributions, captured, broken and brought back');
  await staging.put(SCRIPT_KEY, { body: 'export {};\n', contentType: 'text/javascript' });
  await folder.write('capture.yml', `to: captures\nonly: [s3, cloudfront]\ns3: { buckets: [${staging.bucket}] }\n`);
  tellAll((await folder.holdfast('approver', 0, 'capture', '--name', 'before')).stdout.slice(0, 1), teller);
  await breakBoth(deps);
  teller.line(
    `Somebody deletes s3://${staging.bucket}/${SCRIPT_KEY} and switches the staging distribution off.`,
    'bad',
  );
  const drifted = await folder.holdfast('approver', 6, 'capture', 'drift', 'before');
  const differences = drifted.stdout.filter((line) => /^ {2}/.test(line));
  const [removed, switched] = [`${SCRIPT_KEY}: removed`, 'config.json#Enabled: true → false'];
  insist(differences.length === 4, 'two resources differ, and nothing else');
  for (const what of [removed, switched])
    insist(
      differences.some((line) => line.includes(what)),
      `drift tells ${what}`,
    );
  tellAll(differences, teller);
  await folder.holdfast('approver', 0, 'restore-estate', 'before', '--yes');
  insist((await staging.get(SCRIPT_KEY))?.contentType === 'text/javascript', 'the object is back, and its headers');
  await folder.holdfast('approver', 0, 'capture', 'drift', 'before');
  teller.row(
    '',
    'back',
    painted('good', `nothing differs: ${staging.bucket} and ${stack.stagingDistribution} are as they were`),
  );
}

async function breakBoth({ clients, stack, staging }: Deps): Promise<void> {
  await clients.s3.send(new DeleteObjectCommand({ Bucket: staging.bucket, Key: SCRIPT_KEY }));
  const Id = stack.stagingDistribution;
  const { DistributionConfig, ETag } = await clients.cloudFront.send(new GetDistributionConfigCommand({ Id }));
  insist(DistributionConfig !== undefined, 'staging has a distribution');
  const off = { ...DistributionConfig, Enabled: false };
  await clients.cloudFront.send(new UpdateDistributionCommand({ Id, DistributionConfig: off, IfMatch: ETag }));
}

function tellAll(lines: readonly string[], teller: Teller): void {
  for (const line of lines) teller.line(line);
}
