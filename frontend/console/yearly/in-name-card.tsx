// Filings that somebody made in the entity's name without an account: claim one with its digits, or say that it is not the entity's.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { FilingsInName } from "../../../backend/compliance/disowning/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function InNameCard(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    currentLanguage,
    async (language) => await apiGet<FilingsInName>("/api/v1/console/filings-in-name", { language }),
  );
  const [chosen, setChosen] = createSignal<string>();
  const [reason, setReason] = createSignal("");
  return (
    <Show when={list.latest && list.latest.filings.length > 0 ? list.latest : undefined}>
      {(known) => (
        <Card title={t("yearly.disown.title")} count={known().filings.length}>
          <p class="quiet-text">{t("yearly.disown.lead")}</p>
          <ul class="law-rows">
            <For each={known().filings}>
              {(filing) => (
                <li>
                  <div>
                    <p class="law-title">
                      <span class="figures">{filing.reference}</span>
                    </p>
                    <p>
                      {t("yearly.disown.filed_with", {
                        names: filing.parts.map(({ addressee }) => addressee).join(", "),
                      })}
                    </p>
                    <p class="quiet-text">
                      <time datetime={filing.filedAt}>{formatInstant(filing.filedAt)}</time>
                    </p>
                    <Show when={filing.disownedAt}>
                      {(at) => (
                        <p>
                          {t("yearly.disown.said", {
                            name: filing.disownedBy ?? "",
                            at: formatInstant(at()),
                            reason: filing.reason ?? "",
                          })}
                        </p>
                      )}
                    </Show>
                  </div>
                  <div class="law-side">
                    <Show
                      when={filing.standing === "unconfirmed" && known().maySay}
                      fallback={<Tag>{t("yearly.disown.act")}</Tag>}
                    >
                      <Button
                        isSmall
                        onClick={() => {
                          setReason("");
                          setChosen(filing.filingId);
                        }}
                      >
                        {t("yearly.disown.act")}
                      </Button>
                    </Show>
                  </div>
                </li>
              )}
            </For>
          </ul>
          <Show when={chosen()}>
            <ActDialog
              asks="in_name"
              title={t("yearly.disown.dialog")}
              act={t("yearly.disown.act")}
              send={async () =>
                await apiPost(`/api/v1/console/filings-in-name/${chosen() ?? ""}/disown`, { reason: reason() })
              }
              onClose={() => setChosen(undefined)}
              onDone={() => {
                showToast({ text: t("yearly.disown.done") });
                void refetch();
              }}
            >
              <TextArea
                name="reason"
                label={t("yearly.disown.reason")}
                why={whyAsked("yearly.disown.reason")}
                value={reason()}
                required
                onInput={(event) => setReason(event.currentTarget.value)}
              />
            </ActDialog>
          </Show>
        </Card>
      )}
    </Show>
  );
}
