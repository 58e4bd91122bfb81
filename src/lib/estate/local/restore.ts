import type { CapturedResource } from '../../capture/captured-resource.ts';
import { changeLine } from '../../capture/change-line.ts';
import { compareResources } from '../../capture/compare-resources.ts';
import type { Estate } from '../../capture/estate.ts';
import { liveState } from '../../capture/live-state.ts';
import type { Restorer, Step, Target } from '../../capture/restore.ts';
import type { Service } from '../../capture/service.ts';
import { isSecretReference } from '../../capture/secrets.ts';
import { absolute } from './config.ts';
import { restoreFolder } from './restore-folder.ts';
import { repositoryCommands } from './restore-repository.ts';

const MOST_DETAILS = 100;

/** What is on this machine is never overwritten: folders get back what is missing, everything else is told. */
export function localRestorer(service: () => Service): Restorer {
  return {
    after: [],
    whyNoDrill:
      'What is on this machine is restored beside what is there, with commands: a drill would only print them. Try one with --rename.',
    async plan(captured, to, estate) {
      const { entry } = captured;
      const kind = entry.id.slice(0, entry.id.indexOf(':'));
      const name = to.nameOf(entry.service, entry.name);
      const at = absolute(name);
      if (kind === 'folders') return restoreFolder(captured, at, name);
      const what = `${WHAT[kind] ?? kind} ${name}`;
      const { there, details } = await differences(
        captured,
        { ...entry, id: `${kind}:${at}`, name },
        { service: service(), to, estate },
      );
      if (there && details.length === 0) return [{ kind: 'leave', what }];
      if (kind === 'repositories') {
        const why = `Run these in the folder that has the capture ${to.capture}.`;
        const commands = await repositoryCommands(captured, { at, capture: to.capture, there });
        return [{ kind: 'command', what, why, details, commands }];
      }
      return [await byHand(captured, { what, details, there, to })];
    },
  };
}

const WHAT: Readonly<Record<string, string>> = { repositories: 'repository', agents: 'agent', tools: 'settings' };

async function differences(
  captured: CapturedResource,
  resource: CapturedResource['entry'],
  { service, to, estate }: { service: Service; to: Target; estate: Estate },
): Promise<{ there: boolean; details: readonly string[] }> {
  const live = await liveState(service, resource, to.secrets, estate, captured);
  if (!live) return { there: false, details: [] };
  const details: string[] = [];
  // What restoring would do: from live to captured.
  for await (const change of compareResources(live, captured, service)) {
    if (details.length < MOST_DETAILS) details.push(changeLine(change));
  }
  return { there: true, details };
}

/** Hidden values cannot stand in a command that is printed. */
async function byHand(
  captured: CapturedResource,
  { what, details, there, to }: { what: string; details: readonly string[]; there: boolean; to: Target },
): Promise<Step> {
  const file = captured.file('agent.json') ? 'agent.json' : 'settings.json';
  const names = [...secretNames(await captured.json(file))];
  const secrets = names.length > 0 ? ` Put in yourself: ${names.join(', ')}.` : '';
  const why = `${there ? 'It differs' : 'It is not there'}: write it by hand after ${to.capture}/${captured.entry.folder}/${file}.${secrets}`;
  return { kind: 'impossible', what, why, details };
}

function* secretNames(document: unknown): Generator<string> {
  if (typeof document !== 'object' || document === null) return;
  if (isSecretReference(document)) yield document.ref;
  else for (const value of Object.values(document)) yield* secretNames(value);
}
