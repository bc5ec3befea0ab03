// Brings a registry's delegated-extended file in: first a look at what would change, then taken.
import { createSignal, createUniqueId, For, type JSX, Show } from "solid-js";
import type { ImportDelegatedAnswer } from "../../../backend/registry/claims/delegated/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiPostText } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createSending } from "../../shell/claims/create-sending.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

const root = "/api/v1/registry/delegated";

export function ImportDelegatedCard(props: { onTaken: () => void }): JSX.Element {
  const t = useWords();
  const fileId = createUniqueId();
  const sending = createSending();
  const [file, setFile] = createSignal<File>();
  const [looked, setLooked] = createSignal<ImportDelegatedAnswer>();
  const send = async (isLook: boolean): Promise<void> => {
    const chosen = file();
    if (!chosen) return;
    await sending.run(async () => {
      const query = new URLSearchParams({ name: chosen.name, look: String(isLook) });
      setLooked(await apiPostText<ImportDelegatedAnswer>(`${root}?${query}`, chosen, "text/plain"));
      if (!isLook) props.onTaken();
    });
  };
  return (
    <Card title={t("claims.import_file")}>
      <div class="claim-stack">
        <Refusal of={sending} />
        <div class="field">
          <label class="field-label" for={fileId}>
            {t("claims.delegated_file")}
          </label>
          <p class="field-hint" id={`${fileId}-hint`}>
            {t("claims.delegated_file_hint")}
          </p>
          <FileBox
            id={fileId}
            aria-describedby={`${fileId}-hint`}
            onChange={(event) => {
              setFile(event.currentTarget.files?.[0]);
              setLooked(undefined);
            }}
          />
        </div>
        <div class="claims-acts">
          <Button disabled={!file()} isBusy={sending.isBusy()} onClick={() => void send(true)}>
            {t("claims.look")}
          </Button>
          <Show when={looked() && !looked()?.isTaken}>
            <Button look="main" isBusy={sending.isBusy()} onClick={() => void send(false)}>
              {t("claims.take")}
            </Button>
          </Show>
        </div>
        <div role="status">
          <Show when={looked()}>
            {(answer) => (
              <div class="claim-stack">
                <p>
                  <b>
                    {answer().registry} {answer().serial}
                  </b>{" "}
                  · {t("claims.import_counts", { records: answer().records, accounts: answer().accounts })}
                </p>
                <p>{t("claims.import_changes", { added: answer().new, gone: answer().gone, moved: answer().moved })}</p>
                <Show when={answer().isTaken}>
                  <Notice>{t("claims.taken", { count: answer().proven })}</Notice>
                </Show>
                <Show when={answer().changes.length > 0}>
                  <details>
                    <summary>{t("claims.import_list", { count: formatNumber(answer().changes.length) })}</summary>
                    <ul class="claim-rows">
                      <For each={answer().changes}>
                        {(change) => (
                          <li>
                            <p class="small-text">
                              {t(`claims.change.${change.what}`)} <span class="mono">{change.value}</span>{" "}
                              {change.country}{" "}
                              <span class="quiet-text">
                                {[change.from, change.to].filter((one) => one !== null).join(" → ")}
                              </span>
                            </p>
                          </li>
                        )}
                      </For>
                    </ul>
                  </details>
                </Show>
              </div>
            )}
          </Show>
        </div>
      </div>
    </Card>
  );
}
