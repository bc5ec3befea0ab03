// The queue at the edge: a durable object that keeps sealed reports on disk until the core has them, and pages that the core brought.
import { RecordingStore } from "../recordings/store.ts";
import { isHeldAtEdge } from "../rules.ts";
import type { ItemStatus, Outcome, PublishedPage, QueuedItem, Settled } from "../model.ts";
import { type OfferedPiece, PieceStore, type SettledPiece } from "./piece-store.ts";
import type { Binding, DurableState, Row } from "./surroundings.ts";

/** More than a country's week of reports; past it the door says that it is full instead of losing what it has. */
const mostWaiting = 100_000;
const mostWaitingBytes = 4_000_000_000;
/** Without a sum, in an hour: past it the plain form says that it is busy. */
const ceilingWithoutProof = 5_000;
const hourMs = 3_600_000;
/** Of what was settled the locator is kept, so that no receipt is given twice; where it stands is told this long. */
const takeBytes = 4_000_000;

export interface Offered {
  id: string;
  /** The item as JSON. */
  body: string;
  hasProof: boolean;
  /** Second digit of the locator. */
  number: number;
  nowMs: number;
  /** Where files follow: who says the same may bring them. */
  right?: string | undefined;
}

export type Acceptance = { locator: string; acceptedAt: string } | { refusal: "full" | "busy" | "another" };

const schema = `
create table if not exists items (seq integer primary key autoincrement, id text not null unique, locator text not null unique, body text, size integer not null,
  has_proof integer not null, is_held integer not null, accepted_at integer not null, outcome text, settled_at integer, moved_to text);
create index if not exists items_waiting on items (seq) where outcome is null;
create index if not exists items_without_proof on items (accepted_at) where has_proof = 0;
create table if not exists totals (name text primary key, count integer not null, bytes integer not null);
create table if not exists once (name text primary key, until integer not null);
create table if not exists pages (path text not null, language text not null, media_type text not null, body text not null, etag text not null, primary key (path, language));
insert into totals (name, count, bytes) values ('waiting', 0, 0) on conflict do nothing;`;

/** Asked by the worker beside it only: it has no address of its own. */
export class EdgeQueue {
  private readonly state: DurableState;
  private readonly recordings: RecordingStore;
  private readonly pieces: PieceStore;

  constructor(state: DurableState) {
    this.state = state;
    for (const statement of schema.split(";")) if (statement.trim()) this.state.storage.sql.exec(statement);
    this.recordings = new RecordingStore(state);
    this.pieces = new PieceStore((query, ...bindings) => this.rows(query, ...bindings));
  }

  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/pieces/put") {
      const offered = JSON.parse(request.headers.get("offered") ?? "{}") as OfferedPiece;
      return Response.json(this.pieces.put(offered, await request.arrayBuffer()));
    }
    const asked: unknown = await request.json();
    switch (pathname) {
      case "/pieces/state":
        return Response.json(this.pieces.state(asked as OfferedPiece));
      case "/pieces/take":
        return Response.json(this.pieces.take(asked as { after: number; nowMs: number }));
      case "/pieces/done":
        return Response.json(this.pieces.done(asked as { settled: SettledPiece[] }));
      case "/accept":
        return Response.json(this.accept(asked as Offered));
      case "/status":
        return Response.json(this.status(asked as { locator: string }) ?? null);
      case "/once":
        return Response.json(this.isFirst(asked as { once: string; until: number; nowS: number }));
      case "/take":
        return Response.json(this.take(asked as { limit: number }));
      case "/done":
        return Response.json(this.done(asked as { settled: Settled[]; nowMs: number }));
      case "/pages/list":
        return Response.json(this.missing(asked as { pages: { path: string; language: string; etag: string }[] }));
      case "/pages/put":
        return Response.json(this.put(asked as { pages: (PublishedPage & { etag: string })[] }));
      case "/pages/get":
        return Response.json(this.page(asked as { path: string; language: string }) ?? null);
      default:
        return this.recordings.answer(pathname, asked) ?? new Response(null, { status: 404 });
    }
  }

  private rows(query: string, ...bindings: Binding[]): Row[] {
    return this.state.storage.sql.exec(query, ...bindings).toArray();
  }

  private accept(offered: Offered): Acceptance {
    const [earlier] = this.rows("select locator, accepted_at, body from items where id = ?", offered.id);
    if (earlier) {
      if (earlier["body"] !== null && earlier["body"] !== offered.body) return { refusal: "another" };
      return { locator: String(earlier["locator"]), acceptedAt: instant(earlier["accepted_at"]) };
    }
    const [waiting] = this.rows("select count, bytes from totals where name = 'waiting'");
    if (Number(waiting?.["count"]) >= mostWaiting || Number(waiting?.["bytes"]) >= mostWaitingBytes)
      return { refusal: "full" };
    const [bare] = this.rows(
      "select count(*) as n from items where has_proof = 0 and accepted_at > ?",
      offered.nowMs - hourMs,
    );
    const withoutProofThisHour = Number(bare?.["n"]) + (offered.hasProof ? 0 : 1);
    if (!offered.hasProof && withoutProofThisHour > ceilingWithoutProof) return { refusal: "busy" };
    const isHeld = isHeldAtEdge({ hasProof: offered.hasProof, withoutProofThisHour });
    const locator = this.drawLocator(offered.number);
    this.rows(
      "insert into items (id, locator, body, size, has_proof, is_held, accepted_at) values (?, ?, ?, ?, ?, ?, ?)",
      offered.id,
      locator,
      offered.body,
      offered.body.length,
      offered.hasProof ? 1 : 0,
      isHeld ? 1 : 0,
      offered.nowMs,
    );
    this.rows("update totals set count = count + 1, bytes = bytes + ? where name = 'waiting'", offered.body.length);
    if (offered.right !== undefined) this.pieces.allow(offered.id, offered.right, offered.nowMs);
    return { locator, acceptedAt: new Date(offered.nowMs).toISOString() };
  }

  /** "9", the edge's number, then random digits: four draws at each length, so that the number grows by itself. */
  private drawLocator(number: number): string {
    for (let draw = 0; draw < 400; draw++) {
      const length = Math.min(9, 6 + Math.floor(draw / 4));
      const locator = `9${number}${randomDigits(length - 2)}`;
      if (this.rows("select 1 as taken from items where locator = ?", locator).length === 0) return locator;
    }
    throw new Error("no free receipt was found");
  }

  private status({ locator }: { locator: string }): ItemStatus | undefined {
    const [row] = this.rows("select accepted_at, outcome, settled_at, moved_to from items where locator = ?", locator);
    if (!row) return undefined;
    return {
      state: row["outcome"] === null ? "waiting" : (String(row["outcome"]) as Outcome),
      acceptedAt: instant(row["accepted_at"]),
      settledAt: row["settled_at"] === null ? null : instant(row["settled_at"]),
      locator: row["moved_to"] === null ? locator : String(row["moved_to"]),
    };
  }

  /** Whether an envelope comes for the first time; those whose time is over are forgotten. */
  private isFirst({ once, until, nowS }: { once: string; until: number; nowS: number }): boolean {
    this.rows("delete from once where until < ?", Math.floor(nowS));
    return (
      this.rows("insert into once (name, until) values (?, ?) on conflict do nothing returning name", once, until)
        .length > 0
    );
  }

  private take({ limit }: { limit: number }): { items: QueuedItem[]; waiting: number } {
    const items: QueuedItem[] = [];
    let bytes = 0;
    for (const row of this.rows("select seq, size from items where outcome is null order by seq limit ?", limit)) {
      bytes += Number(row["size"]);
      if (items.length > 0 && bytes > takeBytes) break;
      const [whole] = this.rows(
        "select body, locator, accepted_at, is_held from items where seq = ?",
        Number(row["seq"]),
      );
      if (!whole) continue;
      items.push({
        seq: Number(row["seq"]),
        item: JSON.parse(String(whole["body"])) as unknown,
        locator: String(whole["locator"]),
        acceptedAt: instant(whole["accepted_at"]),
        isHeld: whole["is_held"] === 1,
      });
    }
    return { items, waiting: this.countWaiting() };
  }

  private done({ settled, nowMs }: { settled: Settled[]; nowMs: number }): { waiting: number } {
    for (const one of settled) {
      const [row] = this.rows("select size, locator from items where seq = ? and outcome is null", one.seq);
      if (!row) continue;
      this.rows(
        "update items set body = null, outcome = ?, settled_at = ?, moved_to = ? where seq = ?",
        one.outcome,
        nowMs,
        one.locator === row["locator"] ? null : one.locator,
        one.seq,
      );
      this.rows("update totals set count = count - 1, bytes = bytes - ? where name = 'waiting'", Number(row["size"]));
    }
    return { waiting: this.countWaiting() };
  }

  private countWaiting(): number {
    return Number(this.rows("select count from totals where name = 'waiting'")[0]?.["count"]);
  }

  /** Which of the listed pages are missing or another; those that are listed no more are taken down. */
  private missing({ pages }: { pages: { path: string; language: string; etag: string }[] }): { missing: number[] } {
    const listed = new Set(pages.map(({ path, language }) => `${language} ${path}`));
    const have = new Map<string, Row[string] | undefined>();
    for (const row of this.rows("select path, language, etag from pages")) {
      const name = `${String(row["language"])} ${String(row["path"])}`;
      if (listed.has(name)) have.set(name, row["etag"]);
      else this.rows("delete from pages where path = ? and language = ?", String(row["path"]), String(row["language"]));
    }
    return {
      missing: pages.flatMap(({ path, language, etag }, at) => (have.get(`${language} ${path}`) === etag ? [] : [at])),
    };
  }

  private put({ pages }: { pages: (PublishedPage & { etag: string })[] }): { kept: number } {
    for (const { path, language, mediaType, body, etag } of pages)
      this.rows(
        `insert into pages (path, language, media_type, body, etag) values (?, ?, ?, ?, ?)
         on conflict (path, language) do update set media_type = excluded.media_type, body = excluded.body, etag = excluded.etag`,
        path,
        language,
        mediaType,
        body,
        etag,
      );
    return { kept: pages.length };
  }

  private page({ path, language }: { path: string; language: string }): object | undefined {
    return this.rows(
      "select media_type, body, etag from pages where path = ? order by language = ? desc limit 1",
      path,
      language,
    )[0];
  }
}

function instant(ms: unknown): string {
  return new Date(Number(ms)).toISOString();
}

function randomDigits(length: number): string {
  let digits = "";
  while (digits.length < length)
    for (const byte of crypto.getRandomValues(new Uint8Array(16)))
      if (byte < 250 && digits.length < length) digits += String(byte % 10);
  return digits;
}
