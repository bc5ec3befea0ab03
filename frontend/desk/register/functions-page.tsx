// The functions that the nation cannot be without, who performs each, and bringing in the nation's own list.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import type { FunctionView } from "../../../backend/registry/relations/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { nameIn } from "../directory/say-facts.ts";
import { ImportFunctionsDialog } from "./import-functions-dialog.tsx";
import "./register.css";

export function FunctionsPage(): JSX.Element {
  const t = useWords();
  const [rows, setRows] = createSignal<FunctionView[]>([]);
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading");
  const [problem, setProblem] = createSignal("");
  const [isImporting, setImporting] = createSignal(false);
  const ask = async (): Promise<void> => {
    try {
      setRows((await apiGet<{ rows: FunctionView[] }>("/api/v1/registry/functions")).rows);
      setState("ready");
    } catch (error) {
      setProblem(describeProblem(error));
      setState("failed");
    }
  };
  onMount(() => void ask());
  return (
    <PageFrame
      title={t("register.function.title")}
      text={t("register.function.text")}
      state={state()}
      problem={problem()}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void ask()}
      filters={
        <div class="page-acts">
          <Show when={can("registry.change")}>
            <Button onClick={() => setImporting(true)}>{t("register.function.import")}</Button>
          </Show>
          <ExportMenu list="functions" look="plain" />
        </div>
      }
    >
      <Show
        when={rows().length > 0}
        fallback={<Empty title={t("register.function.none")} text={t("register.function.none_hint")} />}
      >
        <ul class="register-rows">
          <For each={rows()}>
            {(row) => (
              <li>
                <p>
                  <span class="mono">{row.code}</span> <b dir="auto">{nameIn(row.names)}</b>{" "}
                  <Tag>{t(`desk.directory.sector.${row.sector}`)}</Tag>{" "}
                  <Show when={row.isDemo}>
                    <Tag>{t("register.demo")}</Tag>
                  </Show>
                </p>
                <p class="small-text">
                  <span class="quiet-text">{t("register.function.performed_by")}</span>{" "}
                  <For each={row.performers} fallback={<Tag tone="medium">{t("register.function.nobody")}</Tag>}>
                    {(one, index) => (
                      <>
                        {index() > 0 ? ", " : ""}
                        <A href={`/directory/${one.constituentId}`} dir="auto">
                          {one.name}
                        </A>
                      </>
                    )}
                  </For>
                </p>
                <p class="quiet-text small-text">{row.source}</p>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={isImporting()}>
        <ImportFunctionsDialog
          onClose={() => setImporting(false)}
          onDone={(told) => {
            setImporting(false);
            showToast({ text: t("register.function.imported", told) });
            void ask();
          }}
        />
      </Show>
    </PageFrame>
  );
}
