// Pieces of files at the edge, in the queue's own database: each file grows from its beginning, waits for its report, and is forgotten piece by piece as the core has it.
import { toBase64Url } from "../../../platform/sealing/base64.ts";
import { type PieceName, type PieceState, sealedFileLimits } from "../pieces/wire/model.ts";
import type { Binding, Row } from "./surroundings.ts";

/** All pieces that wait. What came without a sum may fill half of it: the rest is for those whose machine worked for it. */
const mostWaitingBytes = 4_000_000_000;
/** What sealing adds, with room. */
const sealedSize = 1.1;
const takeBytes = 1_500_000;
/** So long a phone may bring what belongs to a report that the core has. */
const rightLifeMs = 30 * 86_400_000;

export type OfferedPiece = PieceName & { nowMs: number; isWithoutSum?: boolean };
export type PieceAnswer =
  | PieceState
  | { refusal: "unknown" | "another" | "order" | "tooLarge" | "full"; have?: number };

/** A piece as the edge hands it to the core; its name as the phone wrote it. */
export interface KeptPiece {
  seq: number;
  name: PieceName;
  /** Base64url. */
  body: string;
}

export interface SettledPiece {
  seq: number;
  outcome: "taken" | "refused";
}

const schema = [
  "create table if not exists file_rights (item text primary key, hash text not null, made_at integer not null)",
  `create table if not exists files (item text not null, file integer not null, count integer not null, have integer not null, bytes integer not null,
    outcome text, primary key (item, file))`,
  `create table if not exists pieces (seq integer primary key autoincrement, item text not null, file integer not null, part integer not null, key_id text not null,
    body blob not null, size integer not null, unique (item, file, part))`,
  "insert into totals (name, count, bytes) values ('pieces', 0, 0) on conflict do nothing",
];

export class PieceStore {
  private readonly rows: (query: string, ...bindings: Binding[]) => Row[];

  constructor(rows: (query: string, ...bindings: Binding[]) => Row[]) {
    this.rows = rows;
    for (const statement of schema) rows(statement);
  }

  /** The report of an accepted item brings files. */
  allow(item: string, right: string, nowMs: number): void {
    this.rows(
      "insert into file_rights (item, hash, made_at) values (?, ?, ?) on conflict do nothing",
      item,
      right,
      nowMs,
    );
  }

  /** How far a file is. Who does not know the right is told nothing. */
  state(asked: PieceName): PieceAnswer {
    const [right] = this.rows(
      "select r.hash, i.outcome from file_rights r join items i on i.id = r.item where r.item = ?",
      asked.item,
    );
    if (right?.["hash"] !== asked.right) return { refusal: "unknown" };
    if (right["outcome"] === "refused") return { state: "refused", have: 0 };
    const file = this.file(asked);
    if (!file) return { state: "waiting", have: 0 };
    if (file["count"] !== asked.count) return { refusal: "another" };
    const outcome = file["outcome"];
    const state = outcome === "whole" || outcome === "refused" ? outcome : "waiting";
    return { state, have: Number(file["have"]) };
  }

  /** Takes the next piece; one that is here already is the same. */
  put(offered: OfferedPiece, body: ArrayBuffer): PieceAnswer {
    const known = this.state(offered);
    if ("refusal" in known || known.state !== "waiting" || offered.seq < known.have) return known;
    if (offered.seq > known.have) return { refusal: "order", have: known.have };
    const size = body.byteLength;
    const [own] = this.rows(
      "select coalesce(sum(bytes), 0) as bytes, coalesce(sum(case when file = ? then bytes end), 0) as file_bytes from files where item = ?",
      offered.file,
      offered.item,
    );
    if (
      Number(own?.["file_bytes"]) + size > sealedFileLimits.fileBytes * sealedSize ||
      Number(own?.["bytes"]) + size > sealedFileLimits.allBytes * sealedSize
    )
      return { refusal: "tooLarge" };
    const [waiting] = this.rows("select bytes from totals where name = 'pieces'");
    const most = offered.isWithoutSum ? mostWaitingBytes / 2 : mostWaitingBytes;
    if (Number(waiting?.["bytes"]) + size > most) return { refusal: "full" };
    const { item, file, seq, count, keyId } = offered;
    this.rows(
      "insert into pieces (item, file, part, key_id, body, size) values (?, ?, ?, ?, ?, ?)",
      item,
      file,
      seq,
      keyId,
      body,
      size,
    );
    this.rows(
      `insert into files (item, file, count, have, bytes) values (?, ?, ?, 1, ?)
       on conflict (item, file) do update set have = have + 1, bytes = bytes + excluded.bytes`,
      item,
      file,
      count,
      size,
    );
    this.rows("update totals set count = count + 1, bytes = bytes + ? where name = 'pieces'", size);
    return { state: "waiting", have: seq + 1 };
  }

  /** The next pieces of reports that the core has, text before files. @param after the last that was taken in this visit. */
  take({ after, nowMs }: { after: number; nowMs: number }): { pieces: KeptPiece[]; waiting: number } {
    if (after === 0) this.tidy(nowMs);
    const pieces: KeptPiece[] = [];
    let bytes = 0;
    const next = this.rows(
      `select p.seq, p.size from pieces p join items i on i.id = p.item where i.outcome = 'delivered' and p.seq > ? order by p.seq limit 50`,
      after,
    );
    for (const { seq, size } of next) {
      bytes += Number(size);
      if (pieces.length > 0 && bytes > takeBytes) break;
      const [row] = this.rows(
        `select p.item, p.file, p.part, p.key_id, p.body, f.count, r.hash from pieces p join files f on f.item = p.item and f.file = p.file
         join file_rights r on r.item = p.item where p.seq = ?`,
        Number(seq),
      );
      if (!row) continue;
      pieces.push({
        seq: Number(seq),
        name: {
          item: String(row["item"]),
          file: Number(row["file"]),
          seq: Number(row["part"]),
          count: Number(row["count"]),
          keyId: String(row["key_id"]),
          right: String(row["hash"]),
        },
        body: toBase64Url(new Uint8Array(row["body"] as unknown as ArrayBuffer)),
      });
    }
    return { pieces, waiting: this.countWaiting() };
  }

  /** What the core has, or will never have, is forgotten here. */
  done({ settled }: { settled: SettledPiece[] }): { waiting: number } {
    for (const { seq, outcome } of settled) {
      const [row] = this.rows(
        "select p.item, p.file, p.part, f.count from pieces p join files f on f.item = p.item and f.file = p.file where p.seq = ?",
        seq,
      );
      if (!row) continue;
      const of = [String(row["item"]), Number(row["file"])] as const;
      if (outcome === "taken") {
        this.forget("seq = ?", seq);
        if (Number(row["part"]) + 1 < Number(row["count"])) continue;
      } else this.forget("item = ? and file = ?", ...of);
      const ended = outcome === "taken" ? "whole" : "refused";
      this.rows("update files set outcome = ? where item = ? and file = ?", ended, ...of);
    }
    return { waiting: this.countWaiting() };
  }

  countWaiting(): number {
    return Number(this.rows("select count from totals where name = 'pieces'")[0]?.["count"]);
  }

  private file({ item, file }: PieceName): Row | undefined {
    return this.rows("select count, have, outcome from files where item = ? and file = ?", item, file)[0];
  }

  /** Pieces of a report that could not be opened, and of one whose time is over. */
  private tidy(nowMs: number): void {
    const over = this.rows(
      `select r.item from file_rights r join items i on i.id = r.item
       where i.outcome = 'refused' or (i.outcome = 'delivered' and i.settled_at < ?) limit 100`,
      nowMs - rightLifeMs,
    );
    for (const { item } of over) {
      this.forget("item = ?", String(item));
      this.rows("delete from files where item = ?", String(item));
      this.rows("delete from file_rights where item = ?", String(item));
    }
  }

  private forget(where: string, ...bindings: Binding[]): void {
    const gone = this.rows(`delete from pieces where ${where} returning size`, ...bindings);
    const bytes = gone.reduce((sum, { size }) => sum + Number(size), 0);
    this.rows("update totals set count = count - ?, bytes = bytes - ? where name = 'pieces'", gone.length, bytes);
  }
}
