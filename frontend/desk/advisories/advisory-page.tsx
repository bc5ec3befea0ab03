// One advisory: the plain editor in three languages with its preview, the second person, and what was published.
import { useNavigate, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import type { AdvisoryView } from "../../../backend/coordination/advisories/model.ts";
import type { ExerciseList } from "../../../backend/coordination/exercises/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { ExerciseBand } from "../exercises/exercise-band.tsx";
import { FourEyesCard } from "../notifications/four-eyes-card.tsx";
import { advisoryTones } from "./advisories-page.tsx";
import { AdvisoryEditor } from "./advisory-editor.tsx";
import { WithdrawDialog } from "./withdraw-dialog.tsx";
import "../register-care/care.css";
import "../notifications/notifications.css";

export function NewAdvisoryPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const exercises = createPage<ExerciseList>(() => "/api/v1/exercises");
  const running = () =>
    (exercises.answer()?.rows ?? []).filter(({ state }) => state === "running" || state === "paused");
  const [exerciseId, setExerciseId] = createSignal("");
  return (
    <PageFrame
      title={t("advisories.page.new")}
      state="ready"
      problem=""
      hasMore={false}
      onMore={() => {}}
      onAgain={() => {}}
      filters={<Back />}
    >
      <Show when={running().length > 0}>
        <SelectField
          label={t("advisories.edit.exercise")}
          hint={t("advisories.edit.exercise_hint")}
          value={exerciseId()}
          options={[
            { value: "", label: t("advisories.edit.exercise_none") },
            ...running().map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(event) => setExerciseId(event.currentTarget.value)}
        />
      </Show>
      <AdvisoryEditor
        onSave={async (advisory) => {
          const of = exerciseId() === "" ? {} : { exerciseId: exerciseId() };
          const { id } = await apiPost<{ id: string }>("/api/v1/advisories", { ...advisory, ...of });
          navigate(`/advisories/${id}`);
        }}
      />
    </PageFrame>
  );
}

function Back(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  return (
    <p>
      <Button look="quiet" isSmall onClick={() => navigate("/advisories")}>
        ← {t("advisories.page.back")}
      </Button>
    </p>
  );
}

export function AdvisoryPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const path = (): string => `/api/v1/advisories/${params.id}`;
  const page = createPage<AdvisoryView>(path);
  const [isWithdrawing, setWithdrawing] = createSignal(false);
  const timer = setInterval(() => {
    if (page.answer()?.state === "waiting") page.load();
  }, 3_000);
  onCleanup(() => clearInterval(timer));
  const ask = async (): Promise<void> => {
    try {
      await apiPost(`${path()}/ask`, { version: page.answer()?.version ?? 0 });
    } catch (error) {
      tellProblem(error);
    }
    page.load();
  };
  return (
    <PageFrame
      title={
        page.answer() ? `${page.answer()?.number ?? ""} ${page.answer()?.title ?? ""}` : t("advisories.page.title")
      }
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={<Back />}
    >
      <Show when={isWithdrawing()}>
        <WithdrawDialog
          path={path()}
          version={page.answer()?.version ?? 0}
          onClose={() => setWithdrawing(false)}
          onDone={page.load}
        />
      </Show>
      <Show when={page.answer()?.isExercise}>
        <ExerciseBand />
        <Show when={page.answer()?.state === "published"}>
          <Notice tone="plain">{t("advisories.edit.practised")}</Notice>
        </Show>
      </Show>
      <Show when={page.answer()}>
        {(one) => (
          <>
            <div class="care-acts">
              <Tag tone={advisoryTones[one().state]}>{t(`advisories.state.${one().state}`)}</Tag>
              <Tag>TLP:CLEAR</Tag>
              <Show when={one().state === "draft"}>
                <Button look="main" onClick={() => void ask()}>
                  {t("advisories.edit.ask")}
                </Button>
              </Show>
              <Show when={one().state === "published" && !one().isExercise && one().past[0]?.kind !== "withdrawn"}>
                <Button look="danger" onClick={() => setWithdrawing(true)}>
                  {t("advisories.edit.withdraw")}
                </Button>
              </Show>
              <Show when={one().editions > 0}>
                <a href={`/advisories/${one().number ?? ""}`} target="_blank" rel="noopener">
                  {t("advisories.edit.public")}
                </a>
              </Show>
            </div>
            <Show when={one().releases.length > 0}>
              <FourEyesCard requests={one().releases} isOnItsPage onChanged={page.load} />
            </Show>
            <Show when={one().past.length > 0}>
              <Card title={t("advisories.edit.past")} count={one().past.length}>
                <ul class="care-rows">
                  <For each={one().past}>
                    {(edition) => (
                      <li>
                        <span>
                          {t("advisories.edit.edition", {
                            edition: edition.edition,
                            when: formatInstant(edition.publishedAt),
                          })}
                        </span>
                        <span class="quiet-text">{t("advisories.edit.mails", { count: edition.mails })}</span>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </Show>
          </>
        )}
      </Show>
      <Show when={page.answer()?.version} keyed>
        {(version) => (
          <AdvisoryEditor
            advisory={page.answer()}
            isLocked={page.answer()?.state === "waiting"}
            onSave={async (advisory) => {
              await apiPut(path(), { version, advisory });
              showToast({ text: t("advisories.edit.saved") });
              page.load();
            }}
          />
        )}
      </Show>
    </PageFrame>
  );
}
