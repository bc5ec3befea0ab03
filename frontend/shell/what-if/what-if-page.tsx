// "What if the law set another time?": a duty, a draft clock, past incidents; who would have been late, beside the law in force. Nothing is kept.
import { createMemo, createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import { composeClock, type Triable, type TriedDraft } from "../../../backend/compliance/what-if/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiGet, apiPost, apiPostForFile } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { WaitFor } from "../law/wait-for.tsx";
import { can } from "../session.ts";
import { ClockFields, createClockForm } from "./clock-fields.tsx";
import { TriedTable } from "./tried-table.tsx";
import "./what-if.css";

type Source = "filings" | "reports" | "file";

export function WhatIfPage(): JSX.Element {
  const t = useWords();
  const [known, { refetch }] = createResource(
    currentLanguage,
    async (language) => await apiGet<Triable>("/api/v1/law/what-if", { language }),
  );
  const [packId, setPackId] = createSignal("");
  const [duty, setDuty] = createSignal("");
  const [source, setSource] = createSignal<Source>(can("report.read") ? "reports" : "filings");
  const [file, setFile] = createSignal<File>();
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const [tried, setTried] = createSignal<{ body: Record<string, unknown>; answer: TriedDraft }>();
  const clock = createClockForm();

  const pack = createMemo(() => {
    const packs = known.latest?.packs ?? [];
    return packs.find(({ id }) => id === packId()) ?? packs[0];
  });
  const obligation = createMemo(() => {
    const all = pack()?.obligations ?? [];
    return all.find(({ id }) => id === duty()) ?? all[0];
  });

  /** What is asked, or undefined with the problem said. */
  const compose = async (): Promise<Record<string, unknown> | undefined> => {
    const [law, of] = [pack(), obligation()];
    if (!law || !of) return undefined;
    const drafted = composeClock(clock.form(of.setBy, of.start));
    if (!drafted) {
      setProblem(t("whatif.amount_wrong"));
      return undefined;
    }
    const draft = { draft: { title: `${law.id}: ${of.id}`, status: "draft" }, clocks: { [of.id]: drafted } };
    const chosen = source();
    if (chosen !== "file") return { pack: law.id, draft, source: chosen };
    const incidents = await readIncidents(file());
    if (!incidents) setProblem(t("whatif.file_wrong"));
    return incidents ? { pack: law.id, draft, incidents } : undefined;
  };
  const replay = async (): Promise<void> => {
    setProblem(undefined);
    setBusy(true);
    try {
      const body = await compose();
      if (body) setTried({ body, answer: await apiPost<TriedDraft>("/api/v1/law/what-if", body) });
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const save = async (body: Record<string, unknown>): Promise<void> => {
    try {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const asked = { ...body, language: currentLanguage(), zone };
      const { blob, headers } = await apiPostForFile("/api/v1/law/what-if/export", asked);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = /filename="([^"]+)"/.exec(headers.get("content-disposition") ?? "")?.[1] ?? "what-if.csv";
      link.click();
      // The browser has taken the bytes by then.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  return (
    <main class="page law-page">
      <WaitFor resource={known} onAgain={() => void refetch()}>
        {(triable) => (
          <>
            <div>
              <h1>{t("whatif.title")}</h1>
              <p class="quiet-text">{t("whatif.lead")}</p>
            </div>
            <Card title={t("whatif.draft")}>
              <form
                data-asks
                class="what-if-form"
                novalidate
                onSubmit={(submit) => {
                  submit.preventDefault();
                  void replay();
                }}
              >
                <div class="what-if-wide law-form">
                  <SelectField
                    label={t("whatif.pack")}
                    value={pack()?.id ?? ""}
                    options={triable().packs.map(({ id, title, version }) => ({
                      value: id,
                      label: `${title} (${id} ${version})`,
                    }))}
                    onChange={(change) => setPackId(change.currentTarget.value)}
                  />
                  <SelectField
                    label={t("whatif.obligation")}
                    value={obligation()?.id ?? ""}
                    options={(pack()?.obligations ?? []).map(({ id, title, addressee }) => ({
                      value: id,
                      label: `${title} (${addressee})`,
                    }))}
                    onChange={(change) => setDuty(change.currentTarget.value)}
                  />
                </div>
                <p class="what-if-wide">
                  <span class="quiet-text">{t("whatif.now")}:</span>{" "}
                  <span class="law-clock">{obligation()?.clockWords}</span>
                </p>
                <ClockFields typed={clock} events={triable().events} start={obligation()?.start ?? "aware"} />
                <div class="what-if-wide law-form">
                  <SelectField
                    label={t("whatif.source")}
                    hint={source() === "reports" ? t("whatif.source.reports_hint") : undefined}
                    value={source()}
                    options={[
                      ...(can("report.read") ? [{ value: "reports", label: t("whatif.source.reports") }] : []),
                      { value: "filings", label: t("whatif.source.filings") },
                      { value: "file", label: t("whatif.source.file") },
                    ]}
                    onChange={(change) => setSource(change.currentTarget.value as Source)}
                  />
                  <Show when={source() === "file"}>
                    <TextField
                      type="file"
                      accept="application/json,.json"
                      label={t("whatif.source.file")}
                      onChange={(change) => setFile(change.currentTarget.files?.[0])}
                    />
                  </Show>
                </div>
                <div class="what-if-wide">
                  <Show when={problem()}>
                    {(text) => (
                      <Notice tone="problem" isAlert>
                        {text()}
                      </Notice>
                    )}
                  </Show>
                  <Button type="submit" look="main" isBusy={isBusy()}>
                    {t("whatif.try")}
                  </Button>
                </div>
              </form>
            </Card>
            <Show when={tried()}>
              {(answer) => <TriedTable tried={answer().answer} onSave={() => void save(answer().body)} />}
            </Show>
          </>
        )}
      </WaitFor>
    </main>
  );
}

/** A list of incidents; undefined for whatever else a file may hold. */
async function readIncidents(file: File | undefined): Promise<unknown[] | undefined> {
  try {
    const given: unknown = JSON.parse((await file?.text()) ?? "");
    return Array.isArray(given) ? given : undefined;
  } catch {
    return undefined;
  }
}
