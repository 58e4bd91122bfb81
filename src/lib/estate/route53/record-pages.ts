import type {
  ListResourceRecordSetsCommandInput,
  ListResourceRecordSetsCommandOutput,
  ResourceRecordSet,
  Route53,
} from '@aws-sdk/client-route-53';

/** The record sets of a zone as Route 53 gives them, at most 300 a page. */
export async function* recordPages(
  route53: Route53,
  HostedZoneId: string,
): AsyncIterable<readonly ResourceRecordSet[]> {
  let next: Partial<ListResourceRecordSetsCommandInput> | undefined = {};
  while (next) {
    const page: ListResourceRecordSetsCommandOutput = await route53.listResourceRecordSets({
      HostedZoneId,
      MaxItems: 300,
      ...next,
    });
    yield page.ResourceRecordSets ?? [];
    const { NextRecordName: StartRecordName, NextRecordType, NextRecordIdentifier } = page;
    next = page.IsTruncated
      ? { StartRecordName, StartRecordType: NextRecordType, StartRecordIdentifier: NextRecordIdentifier }
      : undefined;
  }
}
