// Beside a report in confidence: ask a custodian for the name, open it here once it was granted, and see everyone who did.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  type GrantedName,
  reportContext,
  type ReportRequest,
  requestContext,
  SealedName,
  type SealedView,
  stepUpForSealed,
} from "../../../backend/intake/sealed/model.ts";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { fromBase64Url, openKeyWith, openText } from "../../../backend/platform/sealing/index.ts";
import { Button } from "../../parts/button/button.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { Moment, Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { describeUnlock } from "../custody/describe-unlock.ts";
import { createPhraseAsk } from "../custody/phrase-dialog.tsx";
import "../custody/custody.css";
import { confirmAndUnlock, loadOwnKey, makeOwnKey } from "../custody/unlock.ts";

/** Field of a sealed name to the key of its words. */
const labels: Record<keyof SealedName, string> = {
  name: "desk.reporter.name",
  onBehalfName: "desk.reporter.on_behalf_name",
  relation: "sealed.report.relation",
  email: "desk.reporter.email",
  phone: "desk.reporter.phone",
  role: "desk.reporter.role",
  organisation: "desk.reporter.organisation",
  safeChannel: "desk.reporter.safe_channel",
  origin: "sealed.report.origin",
};

export function SealedPart(props: { page: ReportPage }): JSX.Element {
  const t = useWords();
  const path = (): string => `/api/v1/desk/reports/${props.page.id}/sealed-name`;
  // An act on the report by somebody else (a request that was answered) is seen here too.
  const asOf = (): [string, number] => [path(), props.page.acts.length];
  const [loaded, { refetch }] = createResource(asOf, async ([at]) => await apiGet<SealedView>(at));
  const view = () => loaded.latest;
  const [own, { refetch: refetchOwn }] = createResource(loadOwnKey);
  const [isAsking, setAsking] = createSignal(false);
  const [reason, setReason] = createSignal("");
  const [shown, setShown] = createSignal<SealedName>();
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<{ error: unknown }>();
  const phrase = createPhraseAsk();
  const run = async (work: () => Promise<void>): Promise<void> => {
    setFailure(undefined);
    setBusy(true);
    try {
      await work();
    } catch (error) {
      setFailure({ error });
    } finally {
      setBusy(false);
    }
  };
  const makeKey = async (): Promise<void> => {
    await makeOwnKey(phrase.ask);
    await refetchOwn();
  };
  const ask = async (): Promise<void> => {
    await apiPost(`${path()}/requests`, { reason: reason().trim() });
    setAsking(false);
    setReason("");
    await refetch();
  };
  const open = async (request: ReportRequest): Promise<void> => {
    const key = own();
    if (!key) return;
    const pair = await confirmAndUnlock(stepUpForSealed.open(request.id), key, phrase.ask);
    const granted = await apiPost<GrantedName>(`/api/v1/desk/name-requests/${request.id}/open`);
    const context = requestContext(request.id);
    const nameKey = await openKeyWith(pair.privateKey, fromBase64Url(granted.sealedKey), context);
    const text = await openText(nameKey, fromBase64Url(granted.ciphertext), reportContext(granted.reportId));
    setShown(SealedName.parse(JSON.parse(text)));
    await refetch();
  };
  const facts = (name: SealedName): [string, string][] =>
    (Object.keys(labels) as (keyof SealedName)[]).flatMap((field): [string, string][] => {
      const value = name[field];
      return value ? [[labels[field], value]] : [];
    });
  return (
    <div class="sealed-part">
      <Show when={view()?.isRoutable}>
        <p class="small-text">{t("sealed.report.routable")}</p>
      </Show>
      <Show when={failure()}>
        {(failed) => (
          <Notice tone="problem" isAlert>
            {describeUnlock(failed().error)}
          </Notice>
        )}
      </Show>
      <For each={view()?.requests.filter((request) => request.canOpen)}>
        {(request) => (
          <Show when={!shown()}>
            <p class="small-text">
              <Said>{(moment) => t("sealed.report.open_until", { when: moment(request.expiresAt ?? "") })}</Said>
            </p>
            <Button isSmall look="main" isBusy={isBusy()} onClick={() => void run(async () => await open(request))}>
              {t("sealed.report.open")}
            </Button>
          </Show>
        )}
      </For>
      <Show when={shown()}>
        {(name) => (
          <>
            <dl class="facts">
              <For each={facts(name())}>
                {([label, value]) => (
                  <>
                    <dt>{t(label)}</dt>
                    <dd dir="auto">{value}</dd>
                  </>
                )}
              </For>
            </dl>
            <p class="quiet-text small-text">{t("sealed.report.shown")}</p>
          </>
        )}
      </Show>
      <Show when={view()?.canAsk && !view()?.requests.some((request) => request.canOpen)}>
        <Show
          when={own.latest}
          fallback={
            <Show when={own.state === "ready"}>
              <p class="small-text">{t("sealed.report.need_key")}</p>
              <Button isSmall isBusy={isBusy()} onClick={() => void run(makeKey)}>
                {t("sealed.own.make")}
              </Button>
            </Show>
          }
        >
          <Show
            when={isAsking()}
            fallback={
              <Button isSmall onClick={() => setAsking(true)}>
                {t("sealed.report.ask")}
              </Button>
            }
          >
            <form
              class="inline-form"
              onSubmit={(event) => {
                event.preventDefault();
                void run(ask);
              }}
            >
              <TextArea
                label={t("sealed.report.reason")}
                hint={t("sealed.report.reason_hint")}
                required
                minLength={10}
                maxLength={2000}
                rows={3}
                autofocus
                value={reason()}
                onInput={(event) => setReason(event.currentTarget.value)}
              />
              <Button isSmall type="submit" look="main" isBusy={isBusy()}>
                {t("sealed.report.send")}
              </Button>
            </form>
          </Show>
        </Show>
      </Show>
      <ul class="side-list small-text">
        <For each={view()?.requests.filter((request) => !request.canOpen)}>
          {(request) => (
            <li>
              <Said>
                {(moment) =>
                  t(`sealed.report.${request.decision ?? "waits"}`, {
                    name: request.askedBy.name,
                    by: request.decidedByName ?? "",
                    when: moment(request.decidedAt ?? request.askedAt),
                  })
                }
              </Said>{" "}
              {t("desk.quote", { text: request.decisionReason ?? request.reason })}
            </li>
          )}
        </For>
      </ul>
      <h3 class="small-text">{t("sealed.report.openings")}</h3>
      <ul class="side-list small-text" data-openings>
        <For each={view()?.openings} fallback={<li class="quiet-text">{t("sealed.report.nobody")}</li>}>
          {(opening) => (
            <li>
              <b>{opening.personName ?? t("sealed.report.console")}</b>{" "}
              <Moment class="quiet-text figures" at={opening.openedAt} /> {t("desk.quote", { text: opening.reason })}
            </li>
          )}
        </For>
      </ul>
      <phrase.Place />
    </div>
  );
}
