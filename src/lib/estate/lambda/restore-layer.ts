import { Lambda, paginateListLayerVersions, type PublishLayerVersionRequest } from '@aws-sdk/client-lambda';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { same } from '../../capture/plain-value.ts';
import type { Made, Restorer, Step, Target } from '../../capture/restore.ts';
import { allPages } from '../shared/all-pages.ts';
import { unlessAbsent } from '../shared/absent.ts';
import type { Hide } from '../shared/hidden-texts.ts';
import { inClear, knownSecrets, referencesIn, unknownText, type KnownSecrets } from '../shared/known-secrets.ts';
import { without } from '../shared/without.ts';
import { DIRECTLY } from './limits.ts';
import { LAYER_DOCUMENT, LAYER_OBSERVED, type LayerVersion } from './layer-document.ts';
import { readLayer, type ReadLayerVersion } from './read-layer.ts';

/** Versions that are missing are published again, under new numbers; functions are then given those. */
export const LAYER_RESTORER: Restorer = {
  after: [],
  drillDiffers: [
    ['config.json#LayerName', 'A drill gives it a name of its own.'],
    ['config.json#Versions*', 'Versions get new numbers, and a drill shares them with nobody.'],
  ],
  async plan(captured, to, estate) {
    const document = LAYER_DOCUMENT.parse(await captured.json('config.json'));
    const LayerName = to.nameOf('lambda-layers', document.LayerName);
    const client = estate.client(Lambda, captured.entry.region);
    const hide: Hide = async (name, value) => to.secrets.hide(name, value);
    const live = await readLayer(client, LayerName, hide);
    // A drill's copy gets them from the layer that it is made beside.
    const beside = LayerName === document.LayerName ? live : await readLayer(client, document.LayerName, hide);
    const texts = [...live, ...beside].map(({ answer }) => answer.Description ?? '');
    const known = await knownSecrets(document, texts, to);
    const observed = LAYER_OBSERVED.parse(await captured.json('observed.json'));
    const ids: Record<string, string> = { [captured.entry.id]: LayerName };
    const steps = Object.entries(document.Versions)
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .flatMap(([number, version]) => {
        const equal = live.filter((each) => same(content(each.version), content(version)));
        const there = equal.find((each) => each.number === number) ?? equal[0];
        const before = observed.Versions[number]?.LayerVersionArn;
        if (there && before !== undefined) ids[before] = there.answer.LayerVersionArn ?? before;
        const publish = { client, LayerName, number, version, known, captured, to };
        return there ? permission(publish, there) : [publication(publish)];
      });
    if (steps.length > 0) return steps;
    const { service, region, folder } = captured.entry;
    const resource = { service, region, folder, id: LayerName, name: LayerName };
    return [{ kind: 'leave', what: `layer ${LayerName}`, made: { resource, ids } }];
  },
  async remove({ resource }, estate) {
    const client = estate.client(Lambda, resource.region);
    const of = { LayerName: resource.name };
    for (const { Version } of await allPages(paginateListLayerVersions({ client }, of), (page) => page.LayerVersions))
      await unlessAbsent(client.deleteLayerVersion({ ...of, VersionNumber: Version }), 'ResourceNotFoundException');
  },
};

interface Publication {
  readonly client: Lambda;
  readonly LayerName: string;
  /** The number that it had. */
  readonly number: string;
  readonly version: LayerVersion;
  readonly known: KnownSecrets;
  readonly captured: CapturedResource;
  readonly to: Pick<Target, 'drill'>;
}

function content(version: LayerVersion) {
  return without(version, 'Policy');
}

function publication(publish: Publication): Step {
  const { LayerName, number, version, known, captured } = publish;
  const what = `layer ${LayerName}: version ${number}`;
  const zip = captured.file(zipPath(number));
  if (!zip) return { kind: 'impossible', what, why: 'Its content was not captured.' };
  if (zip.bytes > DIRECTLY) {
    const why = `It has more than 50 MB: upload ${zipPath(number)} to a bucket of its region, and publish it from there.`;
    return { kind: 'impossible', what, why };
  }
  const unknown = referencesIn(version.Description).filter(({ secret }) => !known.has(secret));
  if (unknown.length > 0) return { kind: 'impossible', what, why: unknownText(unknown) };
  return { kind: 'create', what, details: ['It gets a new number.'], apply: () => published(publish) };
}

/** Statements that a version lacks: somebody took them away, or a kill came between the version and them. A drill shares with nobody. */
function permission(publish: Publication, there: ReadLayerVersion): readonly Step[] {
  const { LayerName, number, version, to } = publish;
  const live = new Set(there.version.Policy?.map(({ Sid }) => Sid));
  const lost = to.drill === undefined ? (version.Policy ?? []).filter(({ Sid }) => !live.has(Sid)) : [];
  if (lost.length === 0) return [];
  return [
    {
      kind: 'change',
      what: `layer ${LayerName}: who may use version ${number}`,
      details: lost.map(({ Sid }) => `+ ${Sid}`),
      apply: async () => {
        await permit(publish, Number(there.number), lost);
        return madeOf(publish, there.answer.LayerVersionArn ?? '');
      },
    },
  ];
}

function zipPath(number: string): string {
  return `${number}/layer.zip`;
}

const REQUEST = z.custom<Pick<PublishLayerVersionRequest, 'CompatibleRuntimes' | 'CompatibleArchitectures'>>();

async function published(publish: Publication): Promise<Made> {
  const { client, LayerName, number, version, known, captured, to } = publish;
  const { Description, LicenseInfo, CompatibleRuntimes, CompatibleArchitectures, Policy = [] } = version;
  const made = await client.publishLayerVersion({
    LayerName,
    Content: { ZipFile: await buffer(captured.stream(zipPath(number))) },
    ...REQUEST.parse({ CompatibleRuntimes, CompatibleArchitectures }),
    Description: inClear(Description, known),
    ...(LicenseInfo !== undefined && { LicenseInfo }),
  });
  if (to.drill === undefined) await permit(publish, made.Version, Policy);
  return madeOf(publish, made.LayerVersionArn ?? '');
}

async function permit(
  { client, LayerName }: Publication,
  VersionNumber: number | undefined,
  statements: NonNullable<LayerVersion['Policy']>,
): Promise<void> {
  for (const statement of statements) {
    const { Sid, Principal, Condition } = STATEMENT.parse(statement);
    const OrganizationId = Condition?.StringEquals['aws:PrincipalOrgID'];
    await client.addLayerVersionPermission({
      LayerName,
      VersionNumber,
      StatementId: Sid,
      Action: 'lambda:GetLayerVersion',
      Principal,
      ...(OrganizationId !== undefined && { OrganizationId }),
    });
  }
}

async function madeOf({ captured, number, LayerName }: Publication, arn: string): Promise<Made> {
  const { service, region, folder, id } = captured.entry;
  const observed = LAYER_OBSERVED.parse(await captured.json('observed.json'));
  const before = observed.Versions[number]?.LayerVersionArn ?? '';
  const ids = { [id]: LayerName, [before]: arn };
  return { resource: { service, region, folder, id: LayerName, name: LayerName }, ids };
}

/** `arn:aws:iam::111122223333:root` is an account. */
const ACCOUNT = /^arn:[^:]+:iam::(\d{12}):root$/;

const STATEMENT = z.object({
  Sid: z.string(),
  Principal: z.union([
    z.literal('*'),
    z.object({ AWS: z.string() }).transform(({ AWS }) => ACCOUNT.exec(AWS)?.[1] ?? AWS),
  ]),
  Condition: z.object({ StringEquals: z.record(z.string(), z.string()) }).optional(),
});
