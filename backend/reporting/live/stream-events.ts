// The live stream of one desk: server-sent events (WHATWG HTML §9.2) with ids of what changed, and a word every 20 s that the line is up.
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { listenToChanges } from "./feed.ts";

const beatMs = 20_000;
/** A stream ends after this and the browser comes back, so that an ended session does not listen on. */
const maxAgeMs = 10 * 60_000;

/** @throws forbidden. The response lives until the browser leaves; access is that of the moment it was opened, for ten minutes. */
export function streamEvents(ctx: Context): Response {
  requirePermission(ctx, "report.read");
  const hasCases = may(ctx, "case.read");
  const encoder = new TextEncoder();
  let stop = (): void => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => {
        try {
          controller.enqueue(encoder.encode(text));
        } catch {
          stop();
        }
      };
      const unlisten = listenToChanges(ctx, (event) => {
        if (event.object === "case" && !hasCases) return;
        send(`event: change\ndata: ${JSON.stringify(event)}\n\n`);
      });
      const beat = setInterval(() => send(`event: beat\ndata: ${ctx.now().toISOString()}\n\n`), beatMs);
      const end = setTimeout(() => {
        stop();
        controller.close();
      }, maxAgeMs);
      beat.unref();
      end.unref();
      stop = () => {
        clearInterval(beat);
        clearTimeout(end);
        unlisten();
      };
      send(`retry: 2000\nevent: beat\ndata: ${ctx.now().toISOString()}\n\n`);
    },
    cancel() {
      stop();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}
