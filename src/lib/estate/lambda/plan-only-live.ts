import type { Step } from '../../capture/restore.ts';
import { commandLine } from '../../capture/shell.ts';
import { named } from './event-sources-of.ts';
import { UNQUALIFIED } from './function-document.ts';
import type { FunctionWork } from './function-work.ts';

/** What the live function has and the captured one had not, and how it is taken away: somebody may use it. */
export function planOnlyLive({ name, live, wanted, to }: FunctionWork): readonly Step[] {
  if (!live || to.drill !== undefined) return [];
  const { document, mappings } = live;
  const only = (now: object, then: object) => Object.keys(now).filter((each) => !Object.hasOwn(then, each));
  const sources = new Set(only(document.EventSources, wanted.EventSources));
  const commands = [
    ...named(mappings).flatMap(([source, { UUID = '' }]) =>
      sources.has(source) ? [aws('delete-event-source-mapping', '--uuid', UUID)] : [],
    ),
    ...only(document.Urls, wanted.Urls).map((qualifier) =>
      aws('delete-function-url-config', '--function-name', name, ...qualifiedBy(qualifier)),
    ),
    ...only(document.Aliases, wanted.Aliases).map((alias) =>
      aws('delete-alias', '--function-name', name, '--name', alias),
    ),
  ];
  if (commands.length === 0) return [];
  const why = 'Somebody may use what came after the capture.';
  return [{ kind: 'command', what: `function ${name}: only live`, why, commands }];
}

function qualifiedBy(qualifier: string): readonly string[] {
  return qualifier === UNQUALIFIED ? [] : ['--qualifier', qualifier];
}

function aws(...words: readonly string[]): string {
  return commandLine('aws', 'lambda', ...words);
}
