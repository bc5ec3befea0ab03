// Recordings at the edge: in the queue's database, cut into pieces under the hash of the whole, so that a listener's range is read and nothing more.
import { fromBase64Url } from "../../../platform/sealing/base64.ts";
import type { DurableState, Row } from "../door/surroundings.ts";
import { type BroughtRecording, type KeptAtEdge, type ListedRecording, mostKeptBytes, pieceBytes } from "./model.ts";

const schema = `
create table if not exists recordings (question text not null, language text not null, version text not null, media_type text not null, size integer not null,
  primary key (question, language));
create table if not exists recording_pieces (version text not null, at integer not null, bytes blob not null, primary key (version, at));`;

/** Asked by the queue's object, whose database it shares. */
export class RecordingStore {
  private readonly rows: (query: string, ...bindings: (string | number | ArrayBuffer)[]) => Row[];

  constructor({ storage: { sql } }: DurableState) {
    this.rows = (query, ...bindings) => sql.exec(query, ...bindings).toArray();
    for (const statement of schema.split(";")) if (statement.trim()) this.rows(statement);
  }

  /** @returns undefined for a path of something else. */
  answer(path: string, asked: unknown): Response | undefined {
    switch (path) {
      case "/recordings/list":
        return Response.json(this.missing((asked as { recordings: ListedRecording[] }).recordings));
      case "/recordings/put":
        return Response.json(this.put((asked as { recordings: BroughtRecording[] }).recordings));
      case "/recordings/all":
        return Response.json(this.all());
      case "/recordings/piece":
        return this.piece(asked as { version: string; at: number });
      default:
        return undefined;
    }
  }

  private all(): KeptAtEdge[] {
    return this.rows(
      "select question, language, version, media_type, size from recordings order by question, language",
    ).map((row) => ({
      question: String(row["question"]),
      language: String(row["language"]),
      version: String(row["version"]),
      mediaType: String(row["media_type"]),
      size: Number(row["size"]),
    }));
  }

  /** Which of the listed are missing or another; those that are listed no more are taken out, with their bytes. */
  private missing(listed: readonly ListedRecording[]): { missing: number[] } {
    const nameOf = ({ question, language }: ListedRecording): string => `${language} ${question}`;
    const wanted = new Set(listed.map(nameOf));
    const have = new Map<string, string>();
    for (const one of this.all()) {
      if (wanted.has(nameOf(one))) have.set(nameOf(one), one.version);
      else this.rows("delete from recordings where question = ? and language = ?", one.question, one.language);
    }
    this.forgetUnused();
    return { missing: listed.flatMap((one, at) => (have.get(nameOf(one)) === one.version ? [] : [at])) };
  }

  /** @returns how many were kept: past the limit of all together the rest is not. */
  private put(brought: readonly BroughtRecording[]): { kept: number } {
    let kept = 0;
    for (const { question, language, version, mediaType, bytes } of brought) {
      const whole = fromBase64Url(bytes);
      const [sum] = this.rows("select coalesce(sum(size), 0) as bytes from recordings");
      if (Number(sum?.["bytes"]) + whole.length > mostKeptBytes) continue;
      for (let at = 0; at * pieceBytes < whole.length; at++)
        this.rows(
          "insert into recording_pieces (version, at, bytes) values (?, ?, ?) on conflict do nothing",
          version,
          at,
          whole.slice(at * pieceBytes, (at + 1) * pieceBytes).buffer,
        );
      this.rows(
        `insert into recordings (question, language, version, media_type, size) values (?, ?, ?, ?, ?)
         on conflict (question, language) do update set version = excluded.version, media_type = excluded.media_type, size = excluded.size`,
        question,
        language,
        version,
        mediaType,
        whole.length,
      );
      kept += 1;
    }
    this.forgetUnused();
    return { kept };
  }

  private forgetUnused(): void {
    this.rows("delete from recording_pieces where version not in (select version from recordings)");
  }

  private piece({ version, at }: { version: string; at: number }): Response {
    const [row] = this.rows("select bytes from recording_pieces where version = ? and at = ?", version, at);
    const bytes: unknown = row?.["bytes"];
    return bytes instanceof ArrayBuffer ? new Response(bytes) : new Response(null, { status: 404 });
  }
}
