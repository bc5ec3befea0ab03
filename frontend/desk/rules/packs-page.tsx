// Packs of others' rules: what came in, from whom, under which licence, how far its rules are; and the way to bring one in.
import { useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { type PackView, ruleStates } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiPostForm } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { can } from "../../shell/session.ts";
import { createLoaded } from "./create-loaded.ts";
import { PageState } from "./page-state.tsx";
import { RulesNav } from "./rules-nav.tsx";
import { StateTag } from "./state-tag.tsx";
import { Refusal } from "../../shell/forms/refusal.tsx";
import "../../shell/lists/lists.css";
import "./rules.css";

export function PacksPage(): JSX.Element {
  const t = useWords();
  const list = createLoaded<{ packs: PackView[] }>(() => "/api/v1/rule-packs");
  return (
    <main class="page list-page rules-page">
      <RulesNav />
      <h1>{t("rules.nav.packs")}</h1>
      <p class="quiet-text">{t("rules.pack.text")}</p>
      <Show when={can("rule.write")}>
        <ImportForm />
      </Show>
      <PageState of={list}>
        {(answer) => (
          <For each={answer().packs} fallback={<Empty title={t("rules.pack.none")} text={t("rules.pack.none_hint")} />}>
            {(pack) => (
              <Card title={pack.name} aside={<a href={`/desk/rules/packs/${pack.id}`}>{t("rules.pack.open")}</a>}>
                <p>{[pack.licence, pack.author, pack.source].filter((part) => part !== "").join(" · ")}</p>
                <p class="quiet-text small-text">
                  {t("rules.pack.imported", {
                    name: pack.importedBy?.name ?? t("rules.by_system"),
                    time: formatInstant(pack.importedAt),
                  })}
                </p>
                <p class="tags">
                  <For each={ruleStates.filter((state) => pack.rules[state] > 0)}>
                    {(state) => (
                      <>
                        <StateTag state={state} /> <span class="figures">{pack.rules[state]}</span>{" "}
                      </>
                    )}
                  </For>
                </p>
              </Card>
            )}
          </For>
        )}
      </PageState>
    </main>
  );
}

function ImportForm(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const act = createConfirmedAct();
  const [files, setFiles] = createSignal<readonly File[]>([]);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    await act.run(undefined, async () => {
      const form = new FormData();
      for (const file of files()) form.append("file", file, file.name);
      const { importId } = await apiPostForm<{ importId: string }>("/api/v1/rule-imports", form);
      navigate(`/rules/imports/${importId}`);
    });
  };
  return (
    <Card title={t("rules.import")}>
      <form class="id-form" onSubmit={(event) => void send(event)}>
        <Refusal of={act} />
        <label class="field">
          <span class="field-label">{t("rules.pack.files")}</span>
          <span class="field-hint">{t("rules.pack.files_hint")}</span>
          <FileBox multiple onChange={(event) => setFiles(Array.from(event.currentTarget.files ?? []))} />
        </label>
        <Button type="submit" look="main" isBusy={act.isBusy()} disabled={files().length === 0 || act.isBusy()}>
          {t("rules.pack.look")}
        </Button>
      </form>
    </Card>
  );
}
