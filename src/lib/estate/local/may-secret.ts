import { looksSecret } from '../shared/secret-looking.ts';

const NAMED = /pass|secret|token|auth|credential|cookie|session|private|api.?key|_?key$|pwd|bearer|salt/i;

/** What people do not write themselves: long, without spaces, letters and digits together. */
const RANDOM = /^(?=[^\d]*\d)(?=.*[A-Za-z])[A-Za-z0-9+/_=.~-]{24,}$/;

/** Who somebody is, before a host. */
const USERINFO = /\/\/[^\s/@]+@/;

/** Folders that paths begin with; what is behind them is told by itself. */
const PATH = /^(?:~|\/(?:Applications|Library|System|Users|bin|etc|home|opt|private|root|sbin|srv|tmp|usr|var))\//;

/** Of a machine's tools nobody knows all settings: in doubt it is a secret. Drift stays visible all the same. */
export function maySecret(name: string, value: string): boolean {
  if (value === '') return false;
  return NAMED.test(name) || isRandom(value) || USERINFO.test(value) || looksSecret(name, value);
}

function isRandom(value: string): boolean {
  return PATH.test(value) ? value.split('/').some((part) => RANDOM.test(part)) : RANDOM.test(value);
}

/** The same of a command line: which word belongs to which is not known. */
export function mentionsSecret(line: string): boolean {
  return line.split(/[\s;&|'"]+/).some((word) => {
    const [name = '', ...value] = word.split('=');
    return NAMED.test(word) || maySecret(name, value.join('=')) || maySecret('', word);
  });
}
