// Who publishes CSAF documents, where, and with which key (CSAF 2.0 §7.1.7, provider_json_schema.json). Pure.
import type { TeamKey } from "../core-team.ts";

export const providerMetadataPath = "/.well-known/csaf/provider-metadata.json";

/**
 * Its date is that of the newest thing that is public and nothing else, so that it tells of nothing that waits.
 * @returns undefined where the team has said nothing of itself, has no key and has published nothing: then there is no provider.
 */
export function makeProviderMetadata(of: {
  publicUrl: string;
  name: string;
  writtenAt: string | null;
  keys: readonly TeamKey[];
  published: readonly { publishedAt: string }[];
}): Record<string, unknown> | undefined {
  const dates = [
    ...(of.writtenAt === null ? [] : [of.writtenAt]),
    ...of.keys.map(({ addedAt }) => addedAt),
    ...of.published.map(({ publishedAt }) => publishedAt),
  ].map((at) => new Date(at).toISOString());
  const newest = dates.toSorted().at(-1);
  if (newest === undefined) return undefined;
  return {
    canonical_url: `${of.publicUrl}${providerMetadataPath}`,
    distributions: [{ directory_url: `${of.publicUrl}/csaf/` }],
    last_updated: newest,
    list_on_CSAF_aggregators: true,
    metadata_version: "2.0",
    mirror_on_CSAF_aggregators: true,
    ...(of.keys.length === 0
      ? {}
      : {
          public_openpgp_keys: of.keys.map(({ fingerprint }) => ({
            fingerprint: fingerprint.toUpperCase(),
            url: `${of.publicUrl}/team-key.asc`,
          })),
        }),
    publisher: { category: "coordinator", name: of.name, namespace: of.publicUrl },
    // Trusted is who gives hashes and signatures as well (§7.2.3).
    role: of.keys.length === 0 ? "csaf_provider" : "csaf_trusted_provider",
  };
}
