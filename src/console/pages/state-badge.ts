import { html } from 'hono/html';
import type { IncidentState } from '../../lib/incident/incident.ts';
import type { Markup } from './markup.ts';

const TONE: Readonly<Record<IncidentState, 'good' | 'busy' | 'warn' | 'bad' | 'quiet'>> = {
  restoring: 'busy',
  restored: 'good',
  observed: 'warn',
  superseded: 'quiet',
  undecided: 'warn',
  contested: 'bad',
  overridden: 'quiet',
  dismissed: 'quiet',
};

/** The state of an incident as a small label; its colour says nothing that the word does not. */
export function stateBadge(state: IncidentState): Markup {
  return html`<span class="badge ${TONE[state]}">${state}</span>`;
}
