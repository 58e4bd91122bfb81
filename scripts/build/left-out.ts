// Stands in, inside the bundles, for what libraries load and the functions never use: operations that stream events
// (S3 Select), DynamoDB's long-retired endpoint discovery, and turning a tree of a page back into text.

/** A client's configuration without event streams, as it was. */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}

export function eventStreamSerdeProvider(): never {
  throw new Error('operations that stream events are left out of this bundle');
}

export class EventStreamSerde {
  readonly unavailable = eventStreamSerdeProvider();
}

/** Made with every table client, asked only when endpoint discovery is turned on. */
export class EndpointCache {
  get(): never {
    throw new Error('endpoint discovery is left out of this bundle');
  }
}

function render(): never {
  throw new Error('rendering pages is left out of this bundle');
}

// The name under which the library is imported is its default.
// oxlint-disable-next-line import/no-default-export
export { render as default };
