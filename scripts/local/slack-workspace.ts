/** The workspace that the stand-in for Slack is, by the ids that holdfast.yml names. */
export const WORKSPACE = {
  team: 'T012AB3CD',
  domain: 'demo',
  app: 'A012AB3CD',
  bot: 'B012AB3CD',
  botUser: 'U0BOT12CD',
  /** Named as an approver. */
  approver: 'U012AB3CD',
} as const;

/** Somebody at a Slack client. */
export interface SlackUser {
  readonly id: string;
  /** The workspace that is theirs, which need not be this one. */
  readonly team: string;
}
