import { kindOf, list, mapping, oneOf, text } from './config-words.ts';
import type { Approver } from './site.ts';

const ACCOUNT = text(/^\d{12}$/, 'is not an account id', 'write the 12 digits in quotes, e.g. "123456789012"');
const NAME = text(/^[\w+=,.@/-]{1,128}$/, 'is not a name of IAM', 'write the name without its ARN, e.g. web-admin');

/** Somebody who may decide, as written. */
export const APPROVER = kindOf<Approver>(
  [
    ['role', mapping({ role: NAME, account: ACCOUNT }, '')],
    ['user', mapping({ user: NAME, account: ACCOUNT }, '')],
    [
      'slack',
      mapping(
        {
          slack: text(
            /^[UW][A-Z0-9]{2,20}$/,
            'is not a Slack user id',
            'write the id from the profile, e.g. U012AB3CD',
          ),
          team: text(/^[TE][A-Z0-9]{2,20}$/, 'is not a Slack team id', 'write the id of the workspace, e.g. T012AB3CD'),
        },
        '',
      ),
    ],
    [
      'email',
      mapping(
        { email: text(/^[^\s@<>]{1,64}@[^\s@<>]{1,190}$/, 'is not an address', 'write e.g. cb@example.com') },
        '',
      ),
    ],
  ],
  'write role and account, user and account, slack and team, or email',
);

const parameter = (fix: string) => text(/^\/[\w./-]{1,1000}$/, 'is not the name of a parameter', fix);

/** The app whose buttons decide, as written. */
const APP = mapping(
  {
    id: text(/^A[A-Z0-9]{2,20}$/, 'is not a Slack app id', "write the id from the app's settings, e.g. A012AB3CD"),
    team: text(/^T[A-Z0-9]{2,20}$/, 'is not a Slack team id', 'write the id of the workspace, e.g. T012AB3CD'),
    signingSecretParameter: parameter(
      'write the SSM parameter that holds the signing secret, e.g. /holdfast/demo/slack-signing-secret',
    ),
  },
  'write id:, team: and signingSecretParameter: below it',
);

/** Where alerts go in Slack, as written. */
export const SLACK = mapping(
  {
    channel: text(/^#?[\w-]{1,80}$/, 'is not a channel', 'write its id or name, e.g. channel: "#web-alerts"'),
    tokenParameter: parameter('write the SSM parameter that holds the bot token, e.g. /holdfast/demo/slack-bot-token'),
    app: APP.optional(),
  },
  'write channel: and tokenParameter: below it',
);

/** Whom to call, as written. */
export const ESCALATION = mapping(
  {
    contact: text(/^[^\p{Cc}]{1,100}$/u, 'is not a contact', 'write whom to call, e.g. contact: CB'),
    over: list(oneOf(['sns', 'slack']), 1, 2, 'write e.g. over: [sns, slack]').default(['sns']),
  },
  'write contact: below it',
);
