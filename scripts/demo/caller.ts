import type { Principals } from '../local/authorizer/principals.ts';
import type { StackFile } from '../local/stack-file.ts';
import { DECIDED, INCIDENT_DETAIL, LINK, type IncidentDetail } from '../../src/lib/api/incident-shapes.ts';
import { PROBLEM } from '../../src/lib/api/problem.ts';
import { painted, type Teller } from './teller.ts';
import { insist } from './until.ts';

/** Somebody who calls the stack's API as one of its principals; what is asked and answered is shown. */
export interface Caller {
  /** Asks for everything about one incident. */
  look(as: keyof Principals, incident: string): Promise<IncidentDetail>;
  /** Asks for a decision that must be refused with 403. */
  refused(as: keyof Principals, decision: Decision): Promise<void>;
  /** Makes a decision; gives the time just before. */
  decide(as: keyof Principals, decision: Decision): Promise<number>;
  /** Makes a personal link; gives its address, with the code in its fragment. */
  link(as: keyof Principals, incident: string, approver: string): Promise<string>;
}

/** What is wanted of which incident. */
export interface Decision {
  readonly incident: string;
  readonly what: 'override' | 'restore';
  readonly reason: string;
}

/** The caller at this stack's API. */
export function caller({ api, principals }: StackFile, teller: Teller): Caller {
  const post = async (as: keyof Principals, path: string, body: Readonly<Record<string, string>>) => {
    teller.line(`POST ${path}  as the ${as}`, 'strong');
    teller.line(`     ${JSON.stringify(body)}`);
    const headers = { authorization: `Bearer ${principals[as]}`, 'content-type': 'application/json' };
    const response = await fetch(api + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer: unknown = await response.json();
    return { status: response.status, answer };
  };
  const decide = (as: keyof Principals, { incident, what, reason }: Decision) =>
    post(as, `/v1/incidents/${incident}/${what}`, { reason });
  return {
    async look(as, incident) {
      const path = `/v1/incidents/${incident}`;
      teller.line(`GET  ${path}  as the ${as}`, 'strong');
      const response = await fetch(api + path, { headers: { authorization: `Bearer ${principals[as]}` } });
      insist(response.status === 200, `the incident is shown, not answered with ${response.status}`);
      return INCIDENT_DETAIL.parse(await response.json());
    },
    async refused(as, decision) {
      const { status, answer } = await decide(as, decision);
      insist(status === 403, `the ${as} is refused with 403, not answered with ${status}`);
      teller.line(painted('bad', `403  ${PROBLEM.parse(answer).detail}`));
    },
    async decide(as, decision) {
      const began = Date.now();
      const { status, answer } = await decide(as, decision);
      insist(status === 202, `the decision is recorded, not answered with ${status} ${JSON.stringify(answer)}`);
      const { incident } = DECIDED.parse(answer);
      teller.line(painted('good', `202  ${incident.state}, as decided by ${incident.decision?.by}`));
      return began;
    },
    async link(as, incident, approver) {
      const { status, answer } = await post(as, `/v1/incidents/${incident}/links`, { for: approver });
      insist(status === 201, `a link is made, not answered with ${status} ${JSON.stringify(answer)}`);
      const { link, until } = LINK.parse(answer);
      teller.line(painted('good', `201  ${link}`));
      teller.line(`     for ${approver} alone, until ${until}`, 'quiet');
      return link;
    },
  };
}
