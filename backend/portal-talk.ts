// The portal's link with a code over the real core.
import type { TalkCore } from "../frontend/portal/core-talk.ts";
import { Readable } from "node:stream";
import { askCode, openLinkedFile, readSecureLink, replyByLink, tryCode } from "./coordination/index.ts";
import { MessageBody } from "./coordination/conversations/model.ts";
import type { Context } from "./platform/context/index.ts";
import { AppError } from "./platform/errors/index.ts";

export function makeTalkCore(ctx: () => Context): TalkCore {
  return {
    read: async (token, session) => await readSecureLink(ctx(), token, session),
    askCode: async (token) => {
      try {
        await askCode(ctx(), token);
        return true;
      } catch (error) {
        if (error instanceof AppError && error.code !== "internal") return false;
        throw error;
      }
    },
    tryCode: async (token, code) => await tryCode(ctx(), token, code),
    file: async (token, session, fileId) => {
      const asking = ctx();
      const file = await openLinkedFile(asking, token, session, fileId);
      if (!file) return undefined;
      const bytes = Readable.from(asking.objects.read(file.objectId), { objectMode: false });
      return { name: file.name, bytes: Readable.toWeb(bytes) as ReadableStream<Uint8Array> };
    },
    reply: async (token, session, text) => {
      if (!MessageBody.safeParse(text).success) return "empty";
      try {
        await replyByLink(ctx(), token, session, text);
        return "taken";
      } catch (error) {
        if (error instanceof AppError && ["unauthenticated", "not_found", "refused"].includes(error.code))
          return "over";
        throw error;
      }
    },
  };
}
