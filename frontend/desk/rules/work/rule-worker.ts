// The worker of the rule editor: engines run here, apart from the page, so that a rule that never ends can be ended with it.
import type { WorkRequest } from "./messages.ts";
import { checkSigma, trySigma } from "./run-sigma.ts";
import { checkYara, loadYara, tryYara } from "./run-yara.ts";

type Asked = MessageEvent<{ id: number; request: WorkRequest }>;

/** YARA's engine comes over the line at its first use; the time of the work itself is counted from `onStart`. */
async function answer(request: WorkRequest, onStart: () => void): Promise<unknown> {
  if (request.kind === "yara") await loadYara();
  onStart();
  if (request.act === "check") return request.kind === "sigma" ? checkSigma(request.source) : checkYara(request.source);
  const { source, name, content } = request;
  return request.kind === "sigma" ? trySigma(source, name, content) : tryYara(source, name, content);
}

self.addEventListener("message", (event: Asked) => {
  const { id, request } = event.data;
  answer(request, () => self.postMessage({ id, isStarted: true })).then(
    (result) => self.postMessage({ id, result }),
    (error: unknown) => self.postMessage({ id, failure: error instanceof Error ? error.message : String(error) }),
  );
});
