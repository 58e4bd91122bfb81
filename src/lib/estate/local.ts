import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { segmentOf, type Resource } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { HoldfastError } from '../errors.ts';
import { agentFiles, captureAgent } from './local/agents.ts';
import { compareLocal } from './local/compare.ts';
import { absolute, agentFolders, OPTIONS, shown } from './local/config.ts';
import { captureFolder } from './local/folder.ts';
import { captureRepository } from './local/repository.ts';
import { localRestorer } from './local/restore.ts';
import { captureTool } from './local/tool.ts';

const NAME = 'local';
const FOLDER = 'local-repos';

type Kind = 'repositories' | 'folders' | 'agents' | 'tools';

/** This machine: Git repositories, folders, launch agents and settings of tools, as far as `capture.yml` names them. */
export const service: Service = {
  name: NAME,
  title: 'Local',
  folder: FOLDER,
  where: 'elsewhere',
  limits: {},
  concurrency: 2,
  options: OPTIONS,
  async *list(estate) {
    const { repositories, folders, tools, launchAgents } = OPTIONS.parse(estate.options(NAME));
    const agents = (await Promise.all(agentFolders(launchAgents).map(agentFiles))).flat();
    const named: readonly (readonly [Kind, readonly string[]])[] = [
      ['repositories', repositories.map(absolute)],
      ['folders', folders.map(absolute)],
      ['agents', agents],
      ['tools', tools.map(absolute)],
    ];
    const missing: string[] = [];
    for (const [kind, paths] of named) {
      for (const at of new Set(paths)) {
        if (await lstat(at).catch(() => undefined)) yield resourceOf(kind, at, paths);
        else missing.push(shown(at));
      }
    }
    if (missing.length > 0)
      throw new HoldfastError('ESTATE.MISSING', `There is no ${missing.join(', ')} on this machine.`, {
        hint: 'Check the paths in capture.yml (local: { … }).',
      });
  },
  async capture(resource, sink, estate) {
    const { exclude } = OPTIONS.parse(estate.options(NAME));
    const [kind, at] = kindOf(resource.id);
    if (kind === 'repositories') await captureRepository(resource, at, sink);
    else if (kind === 'folders') await captureFolder(resource, at, exclude, sink);
    else if (kind === 'agents') await captureAgent(resource, at, sink);
    else await captureTool(resource, at, sink);
  },
  compare: compareLocal,
  restore: localRestorer(() => service),
};

/** Named after its last segment, and after its whole path where another one ends with the same. */
function resourceOf(kind: Kind, at: string, all: readonly string[]): Resource {
  const last = segmentOf(path.basename(at)).toLowerCase();
  const alone = new Set(all.filter((other) => segmentOf(path.basename(other)).toLowerCase() === last)).size === 1;
  const hash = createHash('sha256').update(at).digest('hex').slice(0, 8);
  const folder = segmentOf(alone ? path.basename(at) : `${path.basename(at)} (${hash})`);
  return {
    service: NAME,
    id: `${kind}:${at}`,
    name: shown(at),
    region: 'global',
    folder: `${FOLDER}/${kind}/${folder}`,
  };
}

function kindOf(id: string): readonly [string, string] {
  return [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
}
