// Destroying the content of rows: what was asked, by whom and why; another administrator approves with the passkey.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { bindShredding, type ShreddingView } from "../../../backend/reporting/log/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { SayDialog } from "./say-dialog.tsx";

const root = "/api/v1/desk/log/shreddings";

export function ShreddingCard(props: { mayAsk: boolean }): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(async () => (await apiGet<{ rows: ShreddingView[] }>(root)).rows);
  const [isAsking, setAsking] = createSignal(false);
  const [approving, setApproving] = createSignal<ShreddingView>();
  const [kind, setKind] = createSignal("person");
  const [object, setObject] = createSignal("");
  const rows = (): ShreddingView[] =>
    list.state === "ready" || list.state === "refreshing" ? (list.latest ?? []) : [];
  const nameOf = (type: string): string => (hasWords(`desk.log.object.${type}`) ? t(`desk.log.object.${type}`) : type);
  return (
    <Card
      title={t("log.shred.title")}
      aside={
        <Show when={props.mayAsk}>
          <Button isSmall onClick={() => setAsking(true)}>
            {t("log.shred.ask")}
          </Button>
        </Show>
      }
    >
      <ul class="side-list">
        <For each={rows()} fallback={<li class="quiet-text">{t("log.shred.none")}</li>}>
          {(one) => (
            <li>
              <p>
                {nameOf(one.objectType)} <code>{one.objectId}</code>
              </p>
              <p class="small-text">
                {t("log.shred.asked", { name: one.askedBy.name, at: formatInstant(one.askedAt) })}{" "}
                {t("desk.quote", { text: one.reason })}
              </p>
              <Show
                when={one.approvedBy}
                fallback={
                  <Show
                    when={one.can.approve}
                    fallback={<p class="small-text quiet-text">{t("log.shred.waits", { count: one.wouldDestroy })}</p>}
                  >
                    <Button isSmall look="danger" onClick={() => setApproving(one)}>
                      {t("log.shred.approve", { count: one.wouldDestroy })}
                    </Button>
                  </Show>
                }
              >
                {(person) => (
                  <p class="small-text quiet-text">
                    {t("log.shred.done", { name: person().name, count: one.rows ?? 0 })}
                  </p>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isAsking()}>
        <SayDialog
          title={t("log.shred.ask")}
          text={t("log.shred.ask_text")}
          act={t("log.shred.ask_act")}
          onClose={() => setAsking(false)}
          run={async (reason) => {
            await apiPost(root, { objectType: kind().trim(), objectId: object().trim(), reason });
            showToast({ text: t("log.shred.was_asked") });
            await refetch();
          }}
        >
          <TextField
            label={t("log.desk.object_kind")}
            class="mono"
            value={kind()}
            onInput={(event) => setKind(event.currentTarget.value)}
          />
          <TextField
            label={t("desk.log.object")}
            class="mono"
            value={object()}
            onInput={(event) => setObject(event.currentTarget.value)}
          />
        </SayDialog>
      </Show>
      <Show when={approving()}>
        {(one) => (
          <SureDialog
            title={t("log.shred.title")}
            text={t("log.shred.approve_text", { count: one().wouldDestroy })}
            act={t("log.shred.approve", { count: one().wouldDestroy })}
            binding={bindShredding(one().id)}
            onClose={() => setApproving(undefined)}
            run={async () => {
              await apiPost(`${root}/${one().id}/approve`);
              await refetch();
            }}
          />
        )}
      </Show>
    </Card>
  );
}
