// The register of processing: what the organisation does with personal data, with what each entry would still say; its ways out.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { type ProcessingList, processingRoles } from "../../../backend/compliance/processing/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { say } from "../../shell/say/say-texts.ts";
import "../../shell/formalities/formalities.css";
import "../../shell/authority/authority.css";

const root = "/api/v1/console/processing";

export function ProcessingPage(): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal("");
  const [role, setRole] = createSignal("");
  const [state, setState] = createSignal("");
  const query = (): Record<string, string> =>
    Object.fromEntries(
      Object.entries({ text: text(), role: role(), state: state() }).filter(([, value]) => value !== ""),
    );
  const read = createReadPage<ProcessingList>(() => {
    const search = new URLSearchParams(query());
    return search.size > 0 ? `${root}?${search}` : root;
  });
  const nameOf = (id: string): string => say(read.page()?.traits.find((trait) => trait.id === id)?.name ?? { en: id });
  return (
    <PageFrame
      title={t("processing.title")}
      text={t("processing.lead")}
      state={read.problem() !== undefined ? "failed" : read.page() ? "ready" : "loading"}
      problem={read.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void read.reload()}
      filters={
        <>
          <p class="authority-acts">
            <Show when={read.page()?.mayChange}>
              <A class="button" data-look="main" href="/processing/new">
                {t("processing.add")}
              </A>
            </Show>
            <A href="/formalities">{t("formalities.title")}</A>
            <a href={`${root}/print?language=${currentLanguage()}`} rel="external" target="_self" download="">
              {t("processing.print")}
            </a>
            <ExportMenu list={`${root}/export`} query={query()} />
          </p>
          <div class="list-filters">
            <TextField
              label={t("processing.search")}
              type="search"
              value={text()}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <SelectField
              label={t("processing.field.role")}
              value={role()}
              options={[
                { value: "", label: t("processing.all") },
                ...processingRoles.map((value) => ({ value, label: t(`processing.role.${value}`) })),
              ]}
              onChange={(event) => setRole(event.currentTarget.value)}
            />
            <SelectField
              label={t("processing.field.state")}
              value={state()}
              options={[
                { value: "", label: t("processing.all") },
                { value: "running", label: t("processing.running") },
                { value: "ended", label: t("processing.over") },
              ]}
              onChange={(event) => setState(event.currentTarget.value)}
            />
          </div>
        </>
      }
    >
      <Show
        when={(read.page()?.rows.length ?? 0) > 0}
        fallback={<Empty title={t("processing.none")} text={t("processing.none_hint")} />}
      >
        <ul class="formality-list">
          <For each={read.page()?.rows}>
            {(row) => (
              <li>
                <div>
                  <p>
                    <A class="id-name" href={`/processing/${row.id}`}>
                      {row.title}
                    </A>
                  </p>
                  <p class="quiet-text small-text">
                    {t("processing.number", { number: row.number })} · {t(`processing.role.${row.role}`)}
                    <Show when={row.forWhom}>{(whom) => <> · {whom()}</>}</Show>
                    <Show when={row.traits.length > 0}> · {row.traits.map(nameOf).join(", ")}</Show>
                  </p>
                </div>
                <Show
                  when={row.endedAt === null}
                  fallback={<Tag>{t("processing.ended", { day: (row.endedAt ?? "").slice(0, 10) })}</Tag>}
                >
                  <Tag tone={row.hints.length === 0 ? "low" : "medium"}>
                    {t("processing.hints_count", { count: row.hints.length })}
                  </Tag>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </PageFrame>
  );
}
