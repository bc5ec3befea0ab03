// Checks an export of the whole log line by line: numbering, every leaf, the signed root, destroyed rows against their approval, statements about histories.
import { fromHex } from "./bytes.ts";
import { Refused } from "./findings.ts";
import { addLeaf, emptyFrontier, type Frontier, rootOf } from "./frontier.ts";
import { historyAct, type HistoryStatement, summarise } from "./history.ts";
import { leafOfPadding, leafOfRecord, type LogRecord } from "./leaf.ts";
import { type Hash, isSame } from "./merkle.ts";
import { openCheckpointNote, type Signature } from "./note.ts";
import { readVerifierKey, type VerifierKey } from "./keys.ts";
import { readRecord } from "./tlog-proof.ts";

export const exportFormat = "toguna-log-export/1";
/** The act that approves the destruction of rows' content; its detail names them by `rows`, a list of ids. */
export const shredAct = "log.shred";

export interface ExportHead {
  format: typeof exportFormat;
  verifierKey: string;
  checkpoint: string;
}

export interface ExportVerdict {
  rows: number;
  padding: number;
  destroyed: number;
  verifierKey: string;
  cosignatures: Signature[];
}

interface Line {
  seq?: unknown;
  record?: unknown;
  salt?: unknown;
  /** A row whose content was destroyed. */
  destroyed?: unknown;
  leaf?: unknown;
  /** What a destroyed row was about, as `aboutOf` writes it. */
  about?: unknown;
  /** The salt of padding. */
  padding?: unknown;
}

/** Takes lines one by one; `end` gives the verdict. @throws Refused at the first line that is wrong; Error when one is malformed. */
export function makeExportChecker(): {
  push(line: string): void;
  end(trusted: readonly VerifierKey[]): ExportVerdict;
  /** Numbered lines so far. */
  count(): number;
} {
  let head: ExportHead | undefined;
  let frontier: Frontier = emptyFrontier;
  let padding = 0;
  const destroyed = new Set<string>();
  const approved = new Set<string>();
  const histories = new Map<string, { index: number; leaf: Hash }[]>();

  const remember = (about: string, leaf: Hash): void => {
    const known = histories.get(about);
    if (known) known.push({ index: frontier.size, leaf });
    else histories.set(about, [{ index: frontier.size, leaf }]);
  };
  const take = (record: LogRecord, leaf: Hash): void => {
    const about = aboutOf(record);
    if (record.action === shredAct)
      for (const id of (record.detail["rows"] as unknown[] | undefined) ?? []) approved.add(String(id));
    if (record.action === historyAct) {
      const stated = record.detail as unknown as HistoryStatement;
      const leaves = (histories.get(about) ?? []).filter(({ index }) => index < stated.size).map((one) => one.leaf);
      const found = summarise(leaves);
      if (found.rows !== stated.rows || found.leaves !== stated.leaves)
        throw new Refused("history_untrue", { index: frontier.size, object: about });
    }
    remember(about, leaf);
  };

  const leafOf = (line: Line): Hash => {
    if (typeof line.padding === "string") {
      padding += 1;
      return leafOfPadding(fromHex(line.padding));
    }
    if (typeof line.destroyed === "string" && typeof line.leaf === "string") {
      destroyed.add(line.destroyed);
      const leaf = fromHex(line.leaf);
      remember(String(line.about), leaf);
      return leaf;
    }
    const record = readRecord(line.record);
    const leaf = leafOfRecord(fromHex(String(line.salt)), record);
    take(record, leaf);
    return leaf;
  };

  return {
    count: () => frontier.size,
    push(text) {
      if (text === "") return;
      const value = JSON.parse(text) as Record<string, unknown>;
      if (!head) {
        if (value["format"] !== exportFormat) throw new Refused("not_an_export");
        head = value as unknown as ExportHead;
        return;
      }
      const line = value as Line;
      if (line.seq !== frontier.size)
        throw new Refused("row_missing", { index: frontier.size, found: String(line.seq) });
      frontier = addLeaf(frontier, leafOf(line));
    },
    end(trusted) {
      if (!head?.checkpoint || !head.verifierKey) throw new Refused("not_an_export");
      const keys = trusted.some(({ type }) => type === "log")
        ? trusted
        : [readVerifierKey(head.verifierKey), ...trusted];
      const checkpoint = openCheckpointNote(head.checkpoint, keys);
      if (checkpoint.size !== frontier.size)
        throw new Refused("export_cut", { stated: checkpoint.size, found: frontier.size });
      if (!isSame(checkpoint.root, rootOf(frontier))) throw new Refused("row_changed");
      const unapproved = [...destroyed].find((id) => !approved.has(id));
      if (unapproved !== undefined) throw new Refused("destroyed_unapproved", { id: unapproved });
      return {
        rows: frontier.size,
        padding,
        destroyed: destroyed.size,
        verifierKey: head.verifierKey,
        cosignatures: checkpoint.cosignatures,
      };
    },
  };
}

/** The object of a row as one text: "case 0190…". */
export function aboutOf(row: { objectType: string; objectId: string }): string {
  return `${row.objectType} ${row.objectId}`;
}
