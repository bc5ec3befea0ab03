// Names that a new keeper cannot open yet: sealed on in this browser, batch after batch, with its progress.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { OwnUnlockingKey } from "../../../backend/identity/custody/model.ts";
import { mostResealed, reportContext, type ResealView, stepUpForSealed } from "../../../backend/intake/sealed/model.ts";
import { fromBase64Url, openKeyWith, sealKeyTo, toBase64Url } from "../../../backend/platform/sealing/index.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { me } from "../../shell/session.ts";
import { describeUnlock } from "./describe-unlock.ts";
import { type AskPhrase, confirmAndUnlock } from "./unlock.ts";

const path = "/api/v1/desk/name-reseals";

export function ResealCard(props: {
  view: ResealView;
  own: OwnUnlockingKey | null;
  ask: AskPhrase;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [progress, setProgress] = createSignal<{ done: number; all: number }>();
  const [failure, setFailure] = createSignal<string>();
  const missingKeepers = () => {
    const missing = new Set(props.view.batch.flatMap((one) => one.missing));
    return props.view.keepers.filter((keeper) => missing.has(keeper.keyId));
  };
  const go = async (): Promise<void> => {
    const { own } = props;
    const personId = me()?.personId;
    if (!own || personId === undefined) return;
    setFailure(undefined);
    const all = props.view.waiting;
    let done = 0;
    try {
      for (let view = props.view; view.batch.length > 0; view = await apiGet<ResealView>(path)) {
        setProgress({ done, all });
        const wanted = view.batch.flatMap(({ missing, ...name }) => missing.map((keyId) => ({ ...name, keyId })));
        const batch = wanted.slice(0, mostResealed);
        // One touch for a batch: it confirms the batch and unlocks the key for it.
        const pair = await confirmAndUnlock(stepUpForSealed.reseal(personId, batch.length), own, props.ask);
        const names = await Promise.all(
          batch.map(async ({ reportId, keyId, sealedKey }) => {
            const keeper = view.keepers.find((one) => one.keyId === keyId);
            const key = await openKeyWith(pair.privateKey, fromBase64Url(sealedKey), reportContext(reportId));
            const sealed = await sealKeyTo(fromBase64Url(keeper?.publicKey ?? ""), key, reportContext(reportId));
            return { reportId, keyId, sealedKey: toBase64Url(sealed) };
          }),
        );
        await apiPost(path, { names });
        done += view.batch.length;
      }
      showToast({ text: t("sealed.reseal.done", { count: done }) });
    } catch (error) {
      setFailure(describeUnlock(error));
    } finally {
      setProgress(undefined);
      props.onChanged();
    }
  };
  return (
    <Card title={t("sealed.reseal.title")}>
      <Show when={props.view.waiting > 0} fallback={<p class="quiet-text">{t("sealed.reseal.none")}</p>}>
        <p>{t("sealed.reseal.waiting", { count: props.view.waiting })}</p>
        <ul class="side-list small-text">
          <For each={missingKeepers()}>
            {(keeper) => (
              <li>
                <b>{keeper.name ?? t("sealed.escrow.title")}</b>{" "}
                <span class="mono quiet-text">{keeper.fingerprint}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={failure()}>
          <Notice tone="problem" isAlert>
            {failure()}
          </Notice>
        </Show>
        <Show
          when={progress()}
          fallback={
            <Show when={props.own}>
              <p>
                <Button onClick={() => void go()}>{t("sealed.reseal.go")}</Button>
              </p>
            </Show>
          }
        >
          {(at) => (
            <p role="status">
              <progress value={at().done} max={at().all} aria-label={t("sealed.reseal.title")} />{" "}
              {t("sealed.reseal.progress", { done: at().done, all: at().all })}
            </p>
          )}
        </Show>
      </Show>
      <Show when={props.view.outOfReach > 0}>
        <p class="quiet-text small-text">{t("sealed.reseal.out_of_reach", { count: props.view.outOfReach })}</p>
      </Show>
    </Card>
  );
}
