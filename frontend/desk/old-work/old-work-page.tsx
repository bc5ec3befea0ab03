// Old work: the files that were brought in, and bringing in another one.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, createUniqueId, For, type JSX, Show } from "solid-js";
import type { OldImportLine, OldImportView, OldState } from "../../../backend/cases/old-work/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiPostFile } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "../register-care/care.css";

export const oldTones: Record<OldState, Tone> = {
  preview: "medium",
  running: "indigo",
  done: "low",
  failed: "critical",
  undone: "plain",
};

export function OldWorkPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ imports: OldImportLine[] }>(() => "/api/v1/desk/old-work");
  return (
    <PageFrame
      title={t("old-work.title")}
      text={t("old-work.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
    >
      <BringCard />
      <Card title={t("old-work.title")} count={page.answer()?.imports.length}>
        <ul class="care-rows">
          <For each={page.answer()?.imports ?? []} fallback={<li class="quiet-text">{t("old-work.none")}</li>}>
            {(one) => (
              <li>
                <div>
                  <A class="care-name" href={`/old-work/${one.id}`} dir="auto">
                    {one.system} · {one.fileName}
                  </A>
                  <p class="quiet-text small-text">
                    {t(`old-work.kind.${one.kind}`)} ·{" "}
                    {t("old-work.by", { name: one.createdBy?.name ?? "—", when: formatInstant(one.createdAt) })}
                  </p>
                  <Show when={one.state !== "preview"}>
                    <p class="small-text figures">
                      {t("old-work.numbers", { made: one.made, repeated: one.repeated, refused: one.refused })}
                    </p>
                  </Show>
                </div>
                <Tag tone={oldTones[one.state]}>{t(`old-work.state.${one.state}`)}</Tag>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </PageFrame>
  );
}

function BringCard(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const id = createUniqueId();
  const [system, setSystem] = createSignal("");
  const [file, setFile] = createSignal<File>();
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chosen = file();
    if (!chosen) {
      setProblem(t("old-work.file_missing"));
      return;
    }
    setProblem(undefined);
    setBusy(true);
    try {
      const query = new URLSearchParams({ name: chosen.name, system: system() });
      const body = chosen.slice(0, chosen.size, "application/octet-stream");
      const made = await apiPostFile<OldImportView>(`/api/v1/desk/old-work?${query}`, body, {});
      navigate(`/old-work/${made.id}`);
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t("old-work.bring")}>
      <form class="id-form" novalidate onSubmit={(event) => void send(event)}>
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            {problem()}
          </Notice>
        </Show>
        <div class="field">
          <label class="field-label" for={id}>
            {t("old-work.file")}
          </label>
          <p class="field-hint" id={`${id}-hint`}>
            {t("old-work.file_hint")}
          </p>
          <FileBox
            id={id}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
        </div>
        <TextField
          label={t("old-work.system")}
          hint={t("old-work.system_hint")}
          value={system()}
          maxLength={60}
          onInput={(event) => setSystem(event.currentTarget.value)}
        />
        <p>
          <Button type="submit" look="main" isBusy={isBusy()}>
            {t("old-work.look")}
          </Button>
        </p>
      </form>
    </Card>
  );
}
