import { holdsCredentials } from './credentials.ts';

const STRONG =
  /^(?:pass(?:word|wd|phrase|code)s?|pwd|secrets?|tokens?|apikeys?|credentials?|authorization|bearer|cookies?|dsn|jwt|pin|salt|webhooks?)$/;
const PAIRS =
  /(?:^|-)(?:api|access|private|secret|signing|signature|encryption|encrypt|master|auth|license|shared|service|deploy|ssh|hmac|session)-keys?$|(?:^|-)connection-(?:string|uri|url)$|(?:^|-)client-secret$|(?:^|-)(?:basic|http|proxy)-auth$|^auth$/;

/** What stands last in names of things about a secret that are no secret: `TokenValidity`, `SecretArn`. */
const ABOUT =
  /^(?:arns?|id|ids|names?|type|types|validity|length|policy|policies|enabled|expiry|expiration|expires|ttl|units?|source|sources|location|version|versions|stage|rotation|description|required|endpoint|count|limit|limits|status|mode|algorithm|scope|scopes|issuer|audience|min|max|minimum|maximum|reset|lowercase|uppercase|numbers|symbols|age)$/;

/** Switches, whatever they are called: `HttpTokens: required`. */
const SWITCHES = /^(?:true|false|yes|no|none|null|required|optional|enabled|disabled|on|off)$/i;

const REFERENCES =
  /^(?:arn:[a-z-]+:|\{\{resolve:(?:ssm|ssm-secure|secretsmanager):[^{}]*\}\}$|\$\{[A-Za-z0-9:._-]+\}$)/;

/** The words of a name, in lower case and without digits: of `dbPassword_1` they are db and password. */
function wordsOf(name: string): readonly string[] {
  const apart = name
    .slice(-256)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return apart.toLowerCase().match(/[a-z]+/g) ?? [];
}

/** Whether a setting of this name would hold a secret: `DB_PASSWORD`, `stripeApiKey`; not `TokenValidity`, `SecretArn`. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  if (ABOUT.test(words.at(-1) ?? '')) return false;
  return words.some((word) => STRONG.test(word)) || PAIRS.test(words.join('-'));
}

/** A setting within a text: `"apiKey": "…"`, `password=…`. */
const MEMBER =
  /(?:(["'])([\w.-]{1,100})\1\s{0,20}:\s{0,20}["']|\b([\w.-]{1,100})\s{0,5}=\s{0,5}["']?)([^"',;&\s}]{4,1000})/g;

/** What stands for a value that comes later: a variable, a placeholder, a parameter. */
const PLACEHOLDER = /^(?:[$<{%]|\\\$)/;

/** Whether a longer text (JSON, a template, a connection string) sets something that is named like a secret. */
function setsSecret(text: string): boolean {
  if (!/["'=]/.test(text)) return false;
  return [...text.matchAll(MEMBER)].some(
    ([, , quoted, bare, value = '']) =>
      !PLACEHOLDER.test(value) && !REFERENCES.test(value) && namesSecret(quoted ?? bare ?? ''),
  );
}

/**
 * Whether a value may be a secret: by its name, or as it holds credentials or sets one, whatever it is called. What only refers to something
 * (an ARN, a dynamic reference of a template, a parameter in braces) is none; nor is an empty one.
 */
export function looksSecret(name: string, value: string): boolean {
  if (value === '') return false;
  return (
    (namesSecret(name) && !REFERENCES.test(value) && !SWITCHES.test(value)) ||
    holdsCredentials(value) ||
    setsSecret(value)
  );
}
