import { IAM } from '@aws-sdk/client-iam';
import { byCommands } from '../capture/by-commands.ts';
import type { Service } from '../capture/service.ts';
import { hideTexts } from './iam/hide-texts.ts';
import { iamCommands } from './iam/iam-commands.ts';
import { readIam } from './iam/read-iam.ts';

const FOLDER = 'iam-config';

/** Roles, policies, instance profiles, users, groups and identity providers of the account, as one resource. No keys, no passwords. */
export const service: Service = {
  name: 'iam',
  title: 'IAM',
  folder: FOLDER,
  where: 'global',
  // No figure is published: a careful guess.
  limits: { IAM: 5 },
  async *list() {
    yield { service: 'iam', id: FOLDER, name: FOLDER, region: 'global', folder: FOLDER };
  },
  async capture(_resource, sink, estate) {
    const { files, observed } = await readIam(estate.client(IAM));
    const hidden = await hideTexts(files, (name, value) => sink.secret(name, value));
    for (const [file, document] of Object.entries(hidden)) await sink.json(file, document);
    await sink.json('observed.json', observed);
  },
  restore: byCommands({ service: () => service, after: [], commands: iamCommands }),
};
