/** The packaged template, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Properties?: Properties }>>;
}

interface Properties {
  /** Of a function. */
  readonly Code?: { readonly S3Key?: string };
  /** Of a bucket. */
  readonly LifecycleConfiguration?: { readonly Rules: readonly TemplateRule[] };
}

/** A lifecycle rule as CloudFormation spells it. */
export interface TemplateRule {
  readonly Id: string;
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}
