import type { Sink } from '../../capture/sink.ts';
import { holdsCredentials } from '../shared/credentials.ts';
import { gitIfAny } from './git.ts';

/** Settings of remotes, by name, credentials in addresses hidden. */
export async function remotesOf(cwd: string, sink: Pick<Sink, 'secret'>): Promise<Readonly<Record<string, unknown>>> {
  const words = ['config', '--null', '--get-regexp', String.raw`^remote\..*\.(url|pushurl|fetch|push|mirror)$`];
  const entries = ((await gitIfAny({ cwd }, ...words)) ?? '').split('\0').filter((entry) => entry !== '');
  const remotes: Record<string, Record<string, unknown[]>> = {};
  for (const entry of entries) {
    const [name, value] = apart(entry, '\n');
    const called = name.slice('remote.'.length, name.lastIndexOf('.'));
    // Git takes an address for a name, too.
    const remote = hides(called) ? called.replace(/\/\/[^/]*@/, '//') : called;
    const key = name.slice(name.lastIndexOf('.') + 1);
    const known = ((remotes[remote] ??= {})[key] ??= []);
    known.push(hides(value) ? await sink.secret(`remotes/${remote}/${key}/${known.length}`, value) : value);
  }
  return remotes;
}

function apart(text: string, at: string): readonly [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

/** A name alone may be a token; `git@` is none. */
function hides(value: string): boolean {
  return holdsCredentials(value) || /^(?:https?|ftps?):\/\/[^/?#@]+@/i.test(value);
}
