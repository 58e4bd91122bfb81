import type { Refused } from '../../lib/alert/channels.ts';
import type { InstalledApp } from '../../lib/site/slack-apps.ts';
import type { SlackTarget } from '../../lib/site/site.ts';
import type { SlackView } from './view.ts';

/** Windows in Slack. */
export interface SlackViews {
  /** Opens one for whoever pressed a button, as the site's bot. Throws `SLACK.DOWN` after two seconds. */
  open(target: SlackTarget, trigger: string, view: SlackView): Promise<{ readonly kind: 'opened' } | Refused>;
}

/** Signing secrets by the name of their parameter. */
interface SigningSecrets {
  /** `fresh`: as it is now rather than as it was some minutes ago; how often that is looked up is bounded. */
  read(
    parameter: string,
    options: { readonly fresh: boolean },
  ): Promise<{ readonly kind: 'secret'; readonly value: string } | Refused>;
}

/** What answering Slack needs of the world. */
export interface SlackDesk {
  readonly apps: readonly InstalledApp[];
  readonly secrets: SigningSecrets;
  readonly views: SlackViews;
}
