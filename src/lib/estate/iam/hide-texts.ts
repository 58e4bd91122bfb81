import { hiddenTags, hiddenText, type Hide } from '../shared/hidden-texts.ts';
import type { Text } from '../shared/known-secrets.ts';
import type { IamFiles } from './documents.ts';

/** What anybody writes as he likes. */
interface Described {
  readonly Description?: Text | undefined;
  readonly Tags: Readonly<Record<string, Text>>;
}

/** The files with references for tags and descriptions that hold credentials. Policies hold none. */
export async function hideTexts(files: IamFiles, hide: Hide): Promise<IamFiles> {
  const { OpenIDConnect, SAML } = files['identity-providers.json'];
  return {
    ...files,
    'roles.json': await allHidden(files['roles.json'], 'roles', hide),
    'policies.json': await allHidden(files['policies.json'], 'policies', hide),
    'instance-profiles.json': await allHidden(files['instance-profiles.json'], 'instance-profiles', hide),
    'users.json': await allHidden(files['users.json'], 'users', hide),
    'groups.json': await allHidden(files['groups.json'], 'groups', hide),
    'identity-providers.json': {
      OpenIDConnect: await allHidden(OpenIDConnect, 'providers', hide),
      SAML: await allHidden(SAML, 'providers', hide),
    },
  };
}

async function allHidden<Each extends Described>(
  things: Readonly<Record<string, Each>>,
  kind: string,
  hide: Hide,
): Promise<Record<string, Each>> {
  const hidden: [string, Each][] = [];
  for (const [name, thing] of Object.entries(things)) {
    const below: Hide = (text, value) => hide(`${kind}/${name}/${text}`, value);
    const { Description, Tags } = thing;
    const text = typeof Description === 'string' ? await hiddenText(Description, 'description', below) : Description;
    hidden.push([
      name,
      {
        ...thing,
        ...(text !== undefined && { Description: text }),
        Tags: await hiddenTags(Tags, below),
      },
    ]);
  }
  return Object.fromEntries(hidden);
}
