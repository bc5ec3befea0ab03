// What the portal asks of the core for the link of a mail that holds no content.
import type { CodeAnswer, SecureLinkView } from "../../backend/coordination/links/model.ts";

export interface TalkCore {
  /** What stands behind the link; undefined where it answers no longer. Looking does nothing. */
  read(token: string, session: string | undefined): Promise<SecureLinkView | undefined>;
  /** False where no code can be sent. */
  askCode(token: string): Promise<boolean>;
  tryCode(token: string, code: string): Promise<CodeAnswer>;
  /** A file of the message; undefined where the link is not open. */
  file(
    token: string,
    session: string | undefined,
    fileId: string,
  ): Promise<{ name: string; bytes: ReadableStream<Uint8Array> } | undefined>;
  reply(token: string, session: string | undefined, text: string): Promise<"taken" | "empty" | "over">;
}
