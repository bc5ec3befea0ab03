// One takedown request: what was asked, everything that was noted since, and noting an answer or what was seen when looking again.
import { A, useNavigate, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { takedownOutcomes, type TakedownView } from "../../../backend/coordination/takedown/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { ExerciseBand } from "../exercises/exercise-band.tsx";
import { defangUnknown } from "../data/defang.ts";
import { sayMinutes, takedownTones } from "./takedowns-page.tsx";
import "../register-care/care.css";

export function TakedownPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const navigate = useNavigate();
  const page = createPage<TakedownView>(() => `/api/v1/takedowns/${params.id}`);
  const [isNoting, setNoting] = createSignal(false);
  const remind = async (): Promise<void> => {
    const now = page.answer();
    if (!now) return;
    try {
      await apiPost(`/api/v1/takedowns/${now.id}/remind`, { version: now.version });
      showToast({ text: t("takedown.view.reminded") });
    } catch (error) {
      tellProblem(error);
    }
    page.load();
  };
  return (
    <PageFrame
      title={
        page.answer()
          ? `${page.answer()?.reference} ${defangUnknown(page.answer()?.target ?? "")}`
          : t("takedown.page.title")
      }
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p>
          <Button look="quiet" isSmall onClick={() => navigate("/takedowns")}>
            ← {t("takedown.page.back")}
          </Button>
        </p>
      }
    >
      <Show when={page.answer()?.isExercise}>
        <ExerciseBand />
      </Show>
      <Show when={page.answer()}>
        {(one) => (
          <>
            <div class="care-acts">
              <Tag>{t(`takedown.kind.${one().kind}`)}</Tag>
              <Tag tone={takedownTones[one().state]}>{t(`takedown.state.${one().state}`)}</Tag>
              <Show when={one().minutesToDown !== null}>
                <span class="figures">
                  {t("takedown.page.took", { minutes: sayMinutes(one().minutesToDown ?? 0, t) })}
                </span>
              </Show>
              <Button look="main" onClick={() => setNoting(true)}>
                {t("takedown.view.note")}
              </Button>
              <Show when={one().toEmail !== null && ["asked", "accepted"].includes(one().state)}>
                <Button onClick={() => void remind()}>{t("takedown.view.remind")}</Button>
              </Show>
            </div>
            <p class="quiet-text">
              {t("takedown.view.asked", {
                name: one().toEmail === null ? one().toName : `${one().toName} <${one().toEmail}>`,
                role: t(`takedown.role.${one().toRole}`),
                when: formatInstant(one().askedAt),
                by: one().askedBy ?? "—",
              })}{" "}
              <Show when={one().reportId} keyed>
                {(id) => <A href={`/reports/${id}?view=all`}>{t("desk.nav.reports")}</A>}
              </Show>
              <Show when={one().caseId} keyed>
                {(id) => <A href={`/cases/${id}`}>{t("desk.nav.cases")}</A>}
              </Show>
            </p>
            <p class="quiet-text">
              <Show when={one().checkAt} keyed>
                {(at) => t("takedown.view.check", { when: formatInstant(at) })}
              </Show>{" "}
              {t("takedown.view.no_machine")}
            </p>
            <Card title={t("takedown.view.reason")}>
              <p class="detail">{one().reason}</p>
              <Show when={one().evidence}>
                <h3>{t("takedown.view.evidence")}</h3>
                <p class="detail">{one().evidence}</p>
              </Show>
            </Card>
            <Card title={t("takedown.view.history")} count={one().entries.length}>
              <ul class="care-rows">
                <For each={one().entries}>
                  {(entry) => (
                    <li>
                      <div>
                        <b>{t(`takedown.entry.${entry.kind}`)}</b>
                        {entry.outcome ? `: ${t(`takedown.outcome.${entry.outcome}`)}` : ""}
                        <p class="quiet-text small-text">
                          {t("notify.page.by", { name: entry.by ?? "—", when: formatInstant(entry.at) })}
                        </p>
                        <Show when={entry.note}>
                          <p class="detail">{entry.note}</p>
                        </Show>
                      </div>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
          </>
        )}
      </Show>
      <Show when={isNoting() && page.answer()} keyed>
        {(one) => <NoteDialog takedown={one} onClose={() => setNoting(false)} onDone={page.load} />}
      </Show>
    </PageFrame>
  );
}

const checkChoices = ["same", "1", "3", "7", "none"] as const;

function NoteDialog(props: { takedown: TakedownView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const { id, version } = props.takedown;
  const [outcome, setOutcome] = createSignal<string>("still_up");
  const [note, setNote] = createSignal("");
  const [check, setCheck] = createSignal<string>("1");
  const checkAt = (): { checkAt?: string | null } => {
    if (check() === "same") return {};
    return { checkAt: check() === "none" ? null : new Date(Date.now() + Number(check()) * 86_400_000).toISOString() };
  };
  return (
    <ActDialog
      title={t("takedown.view.note")}
      act={t("takedown.view.note")}
      send={async () =>
        await apiPost(`/api/v1/takedowns/${id}/notes`, { version, outcome: outcome(), note: note(), ...checkAt() })
      }
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <SelectField
        name="outcome"
        label={t("takedown.view.outcome")}
        value={outcome()}
        options={takedownOutcomes.map((value) => ({ value, label: t(`takedown.outcome.${value}`) }))}
        onChange={(event) => setOutcome(event.currentTarget.value)}
      />
      <SelectField
        name="checkAt"
        label={t("takedown.view.check_in")}
        value={check()}
        options={checkChoices.map((value) => ({ value, label: t(`takedown.view.check_choice.${value}`) }))}
        onChange={(event) => setCheck(event.currentTarget.value)}
      />
      <TextArea
        name="note"
        label={t("takedown.view.note_text")}
        value={note()}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
