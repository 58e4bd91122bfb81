import type { IncidentState } from '../incident/incident.ts';
import type { ToldFinding } from './told-finding.ts';

/** How loud an alert is: `critical` means that the guard has given up and waits for a person. */
export type AlertSeverity = 'critical' | 'high' | 'medium' | 'info';

/** What changed, as unified lines fit to be shown, or why that cannot be said. */
export type AlertDiff =
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly cut: boolean }
  | { readonly kind: 'none'; readonly reason: string };

/** Something that can be done now, with the command that does it. */
export interface NextStep {
  readonly does: string;
  readonly command: string;
}

/**
 * What people are told about an incident, for any channel. Every text is bounded and shows hidden characters; none is
 * escaped yet, which is each channel's own affair.
 */
export interface Alert {
  readonly incident: string;
  readonly site: string;
  readonly page: string;
  readonly state: IncidentState;
  readonly severity: AlertSeverity;
  /** One line: site, page and what became of it. */
  readonly title: string;
  /** What happened and what that means, in a few sentences. */
  readonly meaning: string;
  /** At most 20. */
  readonly findings: readonly ToldFinding[];
  /** How many findings are not told. */
  readonly moreFindings: number;
  /** Where lost features turned up since, one sentence each. */
  readonly elsewhere: readonly string[];
  /** Who, when, which versions: label and value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly diff: AlertDiff;
  readonly next: readonly NextStep[];
  /** The address of the incident's review page. It only shows; whoever has it sees the page's text. */
  readonly review?: string;
  /** When this was said, ISO 8601. */
  readonly asOf: string;
}
