const html = { 'text/html': { schema: { type: 'string' } } };
const incident = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const view = { name: 'view', in: 'query', required: true, schema: { type: 'string' } };
const side = { name: 'side', in: 'path', required: true, schema: { type: 'string', enum: ['rejected', 'baseline'] } };
const page = (description: string) => ({ description, content: html });

/** What is not under `/v1`, and checks for itself who asks. */
export const OTHER_PATHS = {
  '/health': {
    get: {
      operationId: 'health',
      summary: 'Says that the function runs',
      security: [],
      responses: {
        200: {
          description: 'It runs',
          content: { 'application/json': { schema: { type: 'object', properties: { ok: { type: 'boolean' } } } } },
        },
      },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'openapi',
      summary: 'This description',
      security: [],
      responses: {
        200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
      },
    },
  },
  '/review/{id}': {
    get: {
      operationId: 'showReview',
      summary: 'The page that shows an incident to whoever has its link; changes nothing',
      security: [],
      parameters: [incident, view],
      responses: { 200: page('The page'), 403: page('Not the key of this incident') },
    },
    post: {
      operationId: 'decideReview',
      summary: 'Decides with the code of a personal link; only from the page itself',
      security: [],
      parameters: [incident],
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: {
              type: 'object',
              properties: Object.fromEntries(
                ['view', 'code', 'decision', 'reason'].map((name) => [name, { type: 'string' }]),
              ),
              required: ['view', 'code', 'decision', 'reason'],
            },
          },
        },
      },
      responses: {
        303: { description: 'Recorded: back to the page' },
        400: page('Not understood'),
        403: page('Not allowed'),
        409: page('Not possible any more'),
        410: page('The code is over'),
      },
    },
  },
  '/review/{id}/previews/{side}': {
    get: {
      operationId: 'showReviewPreview',
      summary: 'One of the two versions, for the frames of that page',
      security: [],
      parameters: [incident, side, view],
      responses: { 200: page('The document'), 403: page('Not the key of this incident') },
    },
  },
  '/slack/actions': {
    post: {
      operationId: 'slackActions',
      summary: 'What somebody pressed or submitted in Slack; signed by Slack',
      security: [],
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: { type: 'object', properties: { payload: { type: 'string' } }, required: ['payload'] },
          },
        },
      },
      responses: { 200: { description: 'Taken' }, 401: { description: 'Not signed by Slack' } },
    },
  },
} as const;
