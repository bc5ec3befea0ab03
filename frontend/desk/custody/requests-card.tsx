// Requests for names: a custodian reads the reason and grants or refuses. What is granted is opened and sealed on in this browser.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { OwnUnlockingKey } from "../../../backend/identity/custody/model.ts";
import {
  type CustodyRequest,
  reportContext,
  requestContext,
  stepUpForSealed,
} from "../../../backend/intake/sealed/model.ts";
import { fromBase64Url, openKeyWith, sealKeyTo, toBase64Url } from "../../../backend/platform/sealing/index.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { confirmWithPasskey } from "../../shell/sign-in/ceremonies.ts";
import { describeUnlock } from "./describe-unlock.ts";
import { type AskPhrase, confirmAndUnlock } from "./unlock.ts";

interface Tools {
  own: OwnUnlockingKey | null;
  ask: AskPhrase;
  onChanged: () => void;
}

export function RequestsCard(props: Tools & { requests: CustodyRequest[] }): JSX.Element {
  const t = useWords();
  const waiting = () => props.requests.filter((request) => request.decision === null);
  const answered = () => props.requests.filter((request) => request.decision !== null);
  return (
    <Card title={t("sealed.requests.title")} count={waiting().length}>
      <ul class="custody-requests">
        <For each={waiting()} fallback={<li class="quiet-text">{t("sealed.requests.none")}</li>}>
          {(request) => <Waiting request={request} own={props.own} ask={props.ask} onChanged={props.onChanged} />}
        </For>
      </ul>
      <Show when={answered().length > 0}>
        <details>
          <summary class="small-text">{t("sealed.requests.answered", { count: answered().length })}</summary>
          <ul class="side-list small-text">
            <For each={answered()}>
              {(request) => (
                <li>
                  <b>{request.reference}</b> {request.askedByName}:{" "}
                  <Said>
                    {(moment) =>
                      t(`sealed.requests.${request.decision ?? "refused"}`, {
                        name: request.decidedByName ?? "",
                        when: moment(request.decidedAt ?? request.askedAt),
                      })
                    }
                  </Said>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </Card>
  );
}

function Waiting(props: Tools & { request: CustodyRequest }): JSX.Element {
  const t = useWords();
  const [isBusy, setBusy] = createSignal(false);
  const [isRefusing, setRefusing] = createSignal(false);
  const [reason, setReason] = createSignal("");
  const [failure, setFailure] = createSignal<string>();
  const path = `/api/v1/desk/name-requests/${props.request.id}/decision`;
  const run = async (work: () => Promise<void>, done: string): Promise<void> => {
    setFailure(undefined);
    setBusy(true);
    try {
      await work();
      showToast({ text: t(done) });
      props.onChanged();
    } catch (error) {
      setFailure(describeUnlock(error));
    } finally {
      setBusy(false);
    }
  };
  const grant = async (): Promise<void> => {
    const { request, own } = props;
    if (!own || request.sealedKey === null) return;
    const pair = await confirmAndUnlock(stepUpForSealed.decide(request.id, "granted"), own, props.ask);
    const key = await openKeyWith(pair.privateKey, fromBase64Url(request.sealedKey), reportContext(request.reportId));
    const asker = fromBase64Url(request.askerKey.publicKey);
    const sealedKey = toBase64Url(await sealKeyTo(asker, key, requestContext(request.id)));
    await apiPost(path, { decision: "granted", sealedKey });
  };
  const refuse = async (): Promise<void> => {
    await confirmWithPasskey(stepUpForSealed.decide(props.request.id, "refused"));
    await apiPost(path, { decision: "refused", reason: reason().trim() });
  };
  return (
    <li>
      <p>
        <b>{props.request.reference}</b>{" "}
        <Said>
          {(moment) =>
            t("sealed.requests.asked", { name: props.request.askedByName, when: moment(props.request.askedAt) })
          }
        </Said>
      </p>
      <blockquote dir="auto">{props.request.reason}</blockquote>
      <p class="quiet-text small-text">
        {t("sealed.requests.key", { name: props.request.askedByName })}{" "}
        <span class="mono">{props.request.askerKey.fingerprint}</span>
      </p>
      <Show when={failure()}>
        <Notice tone="problem" isAlert>
          {failure()}
        </Notice>
      </Show>
      <Show
        when={props.request.canDecide}
        fallback={<p class="quiet-text small-text">{t("sealed.requests.not_yours")}</p>}
      >
        <Show when={props.request.sealedKey === null}>
          <Notice tone="mind">{t("sealed.requests.out_of_reach")}</Notice>
        </Show>
        <Show
          when={isRefusing()}
          fallback={
            <div class="custody-acts">
              <Show when={props.own && props.request.sealedKey !== null}>
                <Button look="main" isBusy={isBusy()} onClick={() => void run(grant, "sealed.requests.done_granted")}>
                  {t("sealed.requests.grant")}
                </Button>
              </Show>
              <Button onClick={() => setRefusing(true)}>{t("sealed.requests.refuse")}</Button>
            </div>
          }
        >
          <form
            class="id-form"
            onSubmit={(event) => {
              event.preventDefault();
              void run(refuse, "sealed.requests.done_refused");
            }}
          >
            <TextArea
              label={t("sealed.requests.refuse_reason")}
              required
              minLength={3}
              maxLength={2000}
              rows={2}
              autofocus
              value={reason()}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <div class="custody-acts">
              <Button type="submit" look="danger" isBusy={isBusy()}>
                {t("sealed.requests.refuse")}
              </Button>
              <Button look="quiet" onClick={() => setRefusing(false)}>
                {t("desk.cancel")}
              </Button>
            </div>
          </form>
        </Show>
      </Show>
    </li>
  );
}
