/** Shapes that only credentials have, by who gives them out. */
const SHAPES = [
  // PEM: any private key.
  /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----/,
  // AWS access keys, Google API keys, GitHub, GitLab, Slack, Stripe, SendGrid, npm.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bAIza[\w-]{35}/,
  /\bgh[oprsu]_[A-Za-z0-9]{30}|\bgithub_pat_\w{22}|\bglpat-[\w-]{20}|\bnpm_[A-Za-z0-9]{36}/,
  /\bxox[abeoprs]-[\w-]{10}|\bxapp-[\w-]{10}/,
  /\b[prs]k_(?:live|test)_[A-Za-z0-9]{16}|\bwhsec_[A-Za-z0-9+/]{16}|\bSG\.[\w-]{16,40}\.[\w-]{20}/,
  // A signed JSON web token.
  /\beyJ[\w-]{8,2000}\.eyJ[\w-]{4,4000}\.[\w-]{8}/,
  // Authorization headers, alone or in a longer text.
  /^(?:basic|bearer|token) [\w.~+/=-]{8,}$/i,
  /(?:^|["'\s:=])(?:basic|bearer) (?=[A-Za-z.~+/=_-]{0,100}\d)[\w.~+/=-]{12,}/i,
];

/** Webhooks whose path is the secret, by host: Slack, Discord, Teams, Zapier, Make, PagerDuty, Opsgenie and the like. */
const WEBHOOKS =
  /\bhooks\.slack\.com\/|\bdiscord(?:app)?\.com\/api\/webhooks\/|\bwebhook\.office\.com\/|\blogic\.azure\.com|\bhooks\.zapier\.com\/|\bhook\.[\w.]{0,20}make\.com\/|\bevents\.pagerduty\.com\/integration\/|\bchat\.googleapis\.com\/v1\/spaces\/|\/(?:web)?hooks?\/[\w-]{16}/i;

/** `scheme://user:password@host`, or a user alone that is as long as a token is. */
const USERINFO = /\b[a-z][a-z0-9+.-]{0,20}:\/\/(?:[^\s/?#@:]{0,200}:[^\s/?#@]{1,500}|[\w.~%-]{16,500})@/i;

const QUERY =
  /[?&](?:[\w-]{0,40}(?:token|key|secret|password|passwd|pwd|sig|signature|auth|credential|code|jwt))=[^&#\s]{4}/i;

/** Whether a text holds credentials: a token of a known shape, or a URL with a password, a token or a secret path in it. */
export function holdsCredentials(text: string): boolean {
  return (
    SHAPES.some((shape) => shape.test(text)) ||
    WEBHOOKS.test(text) ||
    USERINFO.test(text) ||
    (/:\/\/|^\//.test(text) && QUERY.test(text))
  );
}
