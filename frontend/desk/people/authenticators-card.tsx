// FIDO's metadata: which file is loaded, whether a newer one is due, which models the passkeys here are of; and loading a file.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  type ImportedMetadata,
  type MetadataView,
  stepUpForMetadata,
} from "../../../backend/identity/authenticators/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPostText } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

const path = "/api/v1/identity/authenticators";

export function AuthenticatorsCard(): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [view, { refetch }] = createResource(async () => await apiGet<MetadataView>(path));
  const [done, setDone] = createSignal<ImportedMetadata>();
  let picker: HTMLInputElement | undefined;
  const load = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setDone(undefined);
    const text = await file.text();
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    const sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const isDone = await act.run(stepUpForMetadata.load(sha256), async () => {
      setDone(await apiPostText<ImportedMetadata>(path, text, "application/jose"));
    });
    if (picker) picker.value = "";
    if (!isDone) return;
    showToast({ text: t("identity.metadata.loaded_now") });
    void refetch();
  };
  return (
    <Card
      title={t("identity.metadata.title")}
      aside={
        <Button isSmall isBusy={act.isBusy()} onClick={() => picker?.click()}>
          {t("identity.metadata.load")}
        </Button>
      }
    >
      <p class="quiet-text">{t("identity.metadata.lead")}</p>
      <input
        ref={(element) => (picker = element)}
        type="file"
        hidden
        aria-label={t("identity.metadata.load")}
        onChange={(event) => void load(event.currentTarget.files?.[0])}
      />
      <Refusal of={act} />
      <Show when={done()}>
        {(imported) => (
          <Notice>{t("identity.metadata.done", { verified: imported().verified, blocked: imported().blocked })}</Notice>
        )}
      </Show>
      <Show when={view()?.loaded} fallback={<p class="quiet-text">{t("identity.metadata.none")}</p>}>
        {(loaded) => (
          <>
            <p>
              {t("identity.metadata.line", {
                number: loaded().number,
                models: loaded().models,
                next: loaded().nextUpdate,
              })}
            </p>
            <Show when={loaded().isOverdue}>
              <Notice tone="mind">{t("identity.metadata.overdue")}</Notice>
            </Show>
          </>
        )}
      </Show>
      <Show when={(view()?.inUse.length ?? 0) > 0}>
        <ul class="id-rows">
          <For each={view()?.inUse}>
            {(model) => (
              <li>
                <div>
                  <p>
                    <span class="id-name">{model.name}</span>{" "}
                    <Show when={model.withdrawnFor}>
                      {(why) => <Tag tone="critical">{t("identity.metadata.withdrawn", { why: why() })}</Tag>}
                    </Show>
                  </p>
                  <p class="id-line">
                    <code>{model.aaguid}</code>
                    <span>{t("identity.metadata.passkeys", { count: model.passkeys })}</span>
                    <span>{t(model.isVerified ? "identity.metadata.verified" : "identity.metadata.claimed")}</span>
                  </p>
                </div>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}
