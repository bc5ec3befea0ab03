// Which rows follow when two entries become one: those that say what is so now. Everything else says what was done, filed, decided or found under a
// name (histories, filings, an authority's files, levies, disputes, letters): it stays with the entry that it was written about, which stays reachable.

/** `key` names a row of the table. Conflicts of interest are copied, so that both stay hidden from the person (merge-constituents.ts). */
export const movedTables: readonly { table: string; column: string; key: readonly string[] }[] = [
  { table: "contacts", column: "constituent_id", key: ["id"] },
  { table: "network_claims", column: "constituent_id", key: ["id"] },
  { table: "constituent_sizes", column: "constituent_id", key: ["id"] },
  { table: "online_services", column: "constituent_id", key: ["id"] },
  { table: "constituent_relations", column: "from_id", key: ["id"] },
  { table: "constituent_relations", column: "to_id", key: ["id"] },
  { table: "function_performers", column: "constituent_id", key: ["function_id", "constituent_id"] },
  { table: "accredited_bodies", column: "constituent_id", key: ["id"] },
  { table: "partner_bodies", column: "constituent_id", key: ["id"] },
  { table: "delegated_holders", column: "constituent_id", key: ["id"] },
  { table: "constituents", column: "parent_id", key: ["id"] },
];
